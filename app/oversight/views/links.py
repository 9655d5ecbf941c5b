"""Links by which an office is taken up: shown once, and sent where this instance has a way out."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import appointments
from app.accounts.appointments import Place
from app.accounts.contacts import Contact
from app.accounts.models import Appointment
from app.core import profiles
from tenants import db
from tenants.models import Community, Region

ACTS = ("anew", "take_back")


@dataclass(frozen=True)
class Waiting:
    """An appointment that nobody has taken up yet, as pages show it."""

    id: uuid.UUID
    title: str
    name: str
    contact: str  # masked
    expires_at: datetime
    anew: str  # where another link is made, and where this one is taken back
    end: str


def waiting_here(place: Place) -> list[Waiting]:
    return [_shown(one, place) for one in appointments.waiting(place)]


def _shown(one: Appointment, place: Place) -> Waiting:
    if isinstance(place, Community):
        ways = [url_for(f"region_standing.{act}", at=place.slug, appointment_id=one.id) for act in ACTS]
    else:
        ways = [url_for(f"region_people.{act}", appointment_id=one.id) for act in ACTS]
    return Waiting(one.id, one.title, one.name, _masked(one), one.expires_at, *ways)


def _masked(one: Appointment) -> str:
    return Contact(one.channel, one.contact).masked


def shown_once(made: Appointment, secret: str, place: Place) -> ResponseReturnValue:
    """The page with the link; commits, so that a link that is seen is good."""
    address = appointments.link(current_app.config["PUBLIC_URL"], made, secret)
    sent = appointments.send(made, address, place.name, profiles.language(place.profile))
    db.commit()
    values: dict[str, Any] = {"link": address, "sent": sent, "one": _shown(made, place), "place": place}
    return render_template("oversight/link.html", in_region=isinstance(place, Region), **values)
