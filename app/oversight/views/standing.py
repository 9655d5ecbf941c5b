"""One community of a region: how it stands, its first committee member, suspending, resuming and closing it."""

import uuid
from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts import appointments, contacts
from app.community.operations import pausing
from app.core import profiles
from app.core.refusal import N_
from app.oversight import opening, people, queries
from app.oversight.forms import AppointmentForm, StandingForm
from app.oversight.permissions import P
from app.oversight.states import tags
from app.oversight.views.links import shown_once, waiting_here
from app.web.door import access
from app.web.final import final
from tenants import db, listing
from tenants.models import Community

bp = Blueprint("region_standing", __name__, url_prefix="/r/<region_code>/communities/<at>")


def _community(at: str) -> Community:
    return opening.community_in(g.region, at) or abort(404)


@bp.get("/standing")
@access(P.REGION_READ)
def show(at: str) -> ResponseReturnValue:
    """Where it stands, who is on the way to it, and when it was suspended."""
    return _page(_community(at), AppointmentForm(), StandingForm())


def _page(community: Community, appointing: AppointmentForm, standing: StandingForm) -> ResponseReturnValue:
    waiting = waiting_here(community)
    if not appointing.title.data:
        word = profiles.word(community, "committee", profiles.language(community.profile))
        appointing.title.data = word
    status = next((form.status for form in (appointing, standing) if form.status != 200), 200)
    state = opening.state_of(community)
    with db.as_superior(g.region.path):
        suspensions = queries.suspensions(community.id)
    return render_template(
        "oversight/standing.html", at=community, state=state, tag=tags()[state], waiting=waiting,
        suspensions=suspensions, appointing=appointing, standing=standing,
    ), status  # fmt: skip


@bp.post("/appointment")
@access(P.COMMUNITIES_OPEN)
def appoint(at: str) -> ResponseReturnValue:
    """Its first committee member, by a link that is shown once."""
    community, form = _community(at), AppointmentForm()
    if form.validate_on_submit():
        with form.attempt():
            contact = contacts.read(form.contact.data, profiles.profile(community.profile)["phone_region"])
            people.refuse_where_it_has_a_committee(community)
            made = people.appoint_first(
                g.visitor, g.region, community, contact, name=form.name.data or "", title=form.title.data
            )
            return shown_once(*made, community)
    return _page(community, form, StandingForm(formdata=None))


@bp.post("/appointment/<id:appointment_id>/end")
@access(P.COMMUNITIES_OPEN)
def take_back(at: str, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """The link is worth nothing from now on."""
    community = _community(at)
    people.take_back(g.visitor, g.region, appointments.of_place(community, appointment_id) or abort(404))
    db.commit()
    return redirect(url_for(".show", at=community.slug), 303)


@bp.post("/appointment/<id:appointment_id>/anew")
@access(P.COMMUNITIES_OPEN)
def anew(at: str, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Another link; the one before is worth nothing from now on."""
    community = _community(at)
    made = people.anew(g.visitor, g.region, appointments.of_place(community, appointment_id) or abort(404))
    return shown_once(*made, community)


@bp.post("/standing")
@access(P.COMMUNITIES_OPEN)
@final(N_("Really do this?"), N_("Its members are told at once, with your office and your reason."))
def suspend(at: str) -> ResponseReturnValue:
    """Suspend or close it, with a reason."""
    community, form = _community(at), StandingForm()
    if form.validate_on_submit():
        with form.attempt():
            closing, reason = form.how.data == "close", form.reason.data
            _change(community, lambda by: pausing.suspend(g.visitor, by, reason, for_good=closing))
            return redirect(url_for(".show", at=community.slug), 303)
    return _page(community, AppointmentForm(formdata=None), form)


@bp.post("/standing/end")
@access(P.COMMUNITIES_OPEN)
def resume(at: str) -> ResponseReturnValue:
    """People can write again."""
    community = _community(at)
    _change(community, lambda by: pausing.resume(g.visitor, by))
    flash(gettext("It is open again. Its members are told."))
    return redirect(url_for(".show", at=community.slug), 303)


def _change(community: Community, act: Callable[[str], None]) -> None:
    """In the community, whose members are told; nothing of it is read from here."""
    by = f"{g.region.name} {g.visitor.office}".strip()
    db.commit()  # nothing is written here: what follows has a transaction of its own
    with db.as_community(community.id):
        act(by[:160])
        db.commit()
    listing.keep_lines([community.id])
