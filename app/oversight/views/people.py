"""Who serves in a region, and what was done there."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts import appointments, contacts
from app.audit import above
from app.audit.models import RegionEntry
from app.audit.operations import WORDS
from app.core import profiles
from app.core.refusal import N_
from app.oversight import people
from app.oversight.forms import RegionAppointmentForm
from app.oversight.permissions import P
from app.oversight.views.links import shown_once, waiting_here
from app.web.door import access
from app.web.final import final
from app.web.paging import paged
from tenants import db
from tenants.models import RegionOffice

bp = Blueprint("region_people", __name__, url_prefix="/r/<region_code>")


@bp.get("/people")
@access(P.REGION_READ)
def index() -> ResponseReturnValue:
    """Who serves here, and for whom an office waits."""
    return _page(RegionAppointmentForm())


def _page(form: RegionAppointmentForm) -> ResponseReturnValue:
    page = {"offices": people.offices(g.region), "waiting": waiting_here(g.region)}
    return render_template("oversight/people.html", form=form, **page), form.status


@bp.post("/people")
@access(P.REGION_PEOPLE_KEEP)
def appoint() -> ResponseReturnValue:
    """Someone more, by a link that is shown once."""
    form = RegionAppointmentForm()
    if form.validate_on_submit():
        with form.attempt():
            contact = contacts.read(form.contact.data, profiles.profile(g.region.profile)["phone_region"])
            made = people.appoint(
                g.visitor, g.region, contact, name=form.name.data or "", title=form.title.data, role=form.role.data
            )
            return shown_once(*made, g.region)
    return _page(form)


@bp.post("/people/appointments/<id:appointment_id>/end")
@access(P.REGION_PEOPLE_KEEP)
def take_back(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """The link is worth nothing from now on."""
    people.take_back(g.visitor, g.region, appointments.of_place(g.region, appointment_id) or abort(404))
    db.commit()
    return redirect(url_for(".index"), 303)


@bp.post("/people/appointments/<id:appointment_id>/anew")
@access(P.REGION_PEOPLE_KEEP)
def anew(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Another link; the one before is worth nothing from now on."""
    made = people.anew(g.visitor, g.region, appointments.of_place(g.region, appointment_id) or abort(404))
    return shown_once(*made, g.region)


@bp.post("/people/<id:region_office_id>/end")
@access(P.REGION_PEOPLE_KEEP)
@final(N_("Really end it?"), N_("From now on this person can do nothing more here. What was done stays on record."))
def end(region_office_id: uuid.UUID) -> ResponseReturnValue:
    """An office ends."""
    here = RegionOffice.region_id == g.region.id
    office = db.session.scalar(select(RegionOffice).where(RegionOffice.id == region_office_id, here)) or abort(404)
    people.end(g.visitor, g.region, office)
    db.commit()
    return redirect(url_for(".index"), 303)


@bp.get("/record")
@access(P.REGION_READ)
def record() -> ResponseReturnValue:
    """What offices of this region did, and whether the record holds."""
    page = paged(people.acts(g.region), RegionEntry.number)
    return render_template("oversight/record.html", page=page, words=WORDS, broken=above.first_break(g.region))
