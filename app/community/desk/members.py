"""Who waits to be verified, and one person's record."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import RefuseForm, VerifyForm
from app.community.models import Household, Membership, VerifiedHow
from app.community.permissions import P
from app.core.ids import id_text
from app.core.refusal import N_, Refused
from app.web.door import access
from app.web.forms import options
from app.web.paging import paged
from tenants import db
from tenants.resolve import writes


@bp.get("/members")
@access(P.MEMBERS_VERIFY)
def members() -> ResponseReturnValue:
    """Those who wait to be verified, by name only."""
    return render_template("community/members.html", page=paged(queries.pending(), Membership.id))


@bp.route("/members/<id:membership_id>", methods=["GET", "POST"])
@access(P.MEMBERS_VERIFY, on=Membership)
@writes
def verify(membership: Membership) -> ResponseReturnValue:
    """One person's record, opened and logged; verified against a door of the register, or a new one."""
    form = _form(membership)
    if form.validate_on_submit():
        with form.attempt():
            how = VerifiedHow(form.how.data)
            operations.verify(g.visitor, membership, _household(form), how, adult=form.adult.data)
            db.commit()
            flash(gettext("%(name)s is verified and counts from now on.", name=membership.name))
            return redirect(url_for(".members"), 303)
    return _record(membership, form, RefuseForm(formdata=None)), form.status


@bp.post("/members/<id:membership_id>/refusal")
@access(P.MEMBERS_VERIFY, on=Membership)
def refuse(membership: Membership) -> ResponseReturnValue:
    form = RefuseForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.refuse(g.visitor, membership, form.reason.data)
            db.commit()
            return redirect(url_for(".members"), 303)
    return _record(membership, _form(membership, formdata=None), form), form.status


def _form(membership: Membership, **how: None) -> VerifyForm:
    """Filled with the door the person gave. A grid is chosen only for a door that is not on the register."""
    form = VerifyForm(**how, **operations.asked_door(membership))
    known = ("", gettext("It is on the register"))
    form.grid.choices = options([known, *((id_text(grid.id), grid.name) for grid in queries.grids())])
    return form


def _household(form: VerifyForm) -> Household:
    door = form.building.data, form.unit.data or "", form.room.data
    grid = next((grid for grid in queries.grids() if id_text(grid.id) == form.grid.data), None)
    if grid is not None:
        operations.add_households(g.visitor, g.community, grid, [door])
    household = operations.household_at(*door)
    if household is None:
        raise Refused(N_("This door is not on the register yet. To add it, choose where it lies."), status=422)
    return household


def _record(membership: Membership, form: VerifyForm, refusal: RefuseForm) -> str:
    operations.look_at(g.visitor, membership)
    db.commit()
    door = operations.asked_door(membership)
    return render_template("community/verify.html", membership=membership, form=form, refusal=refusal, door=door)
