"""Who waits to be verified, and one person's record."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import can
from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import RefuseForm, VerifyForm
from app.community.models import Household, Membership, Verification, VerifiedHow
from app.community.permissions import P
from app.core.ids import id_text
from app.core.refusal import N_, Refused
from app.web.door import access
from app.web.formats import as_datetime
from app.web.forms import options
from app.web.paging import paged
from app.web.reader import gettext
from tenants import db
from tenants.resolve import writes


@bp.get("/members")
@access(P.MEMBERS_VERIFY)
def members() -> ResponseReturnValue:
    """Those who wait to be verified, by name only, and objections that the committee decides."""
    objections = list(db.session.scalars(queries.objections().limit(20))) if can(g.visitor, P.OBJECTION_DECIDE) else []
    page = paged(queries.pending(g.visitor), Membership.verify_due_at, Membership.id, rising=True)
    return render_template("community/members.html", page=page, objections=objections)


@bp.route("/objections/<id:verification_id>", methods=["GET", "POST"])
@access(P.OBJECTION_DECIDE, on=Verification, load=queries.both_sides)
@writes
def objection(verification: Verification) -> ResponseReturnValue:
    """Someone of the household says that this person does not live there: both are heard, then it is decided."""
    form, member, household = RefuseForm(), verification.membership, verification.household
    lives_there = request.form.get("lives") == "yes"
    if request.method == "POST" and (lives_there or form.validate()):
        with form.attempt():
            reason = form.reason.data or ""
            operations.decide_objection(g.visitor, verification, lives_there=lives_there, reason=reason)
            then = form.remember(url_for(".members"))
            db.commit()
            return redirect(then, 303)
    operations.look_at(g.visitor, member)
    db.commit()
    both = {"verification": verification, "member": member, "household": household}
    return render_template("community/objection.html", form=form, **both), form.status


@bp.route("/members/<id:membership_id>", methods=["GET", "POST"])
@access(P.MEMBERS_VERIFY, on=Membership)
@writes
def verify(membership: Membership) -> ResponseReturnValue:
    """One person's record, opened and logged; verified against a door of the register, or a new one."""
    form = _form(membership)
    if form.validate_on_submit():
        with form.attempt():
            how = VerifiedHow(form.how.data)
            waiting = operations.verify(g.visitor, membership, _household(form), how, adult=form.adult.data)
            then = form.remember(url_for(".members"))
            db.commit()
            flash(_said(waiting, membership))
            return redirect(then, 303)
    return _record(membership, form, RefuseForm(formdata=None)), form.status


@bp.post("/members/<id:membership_id>/refusal")
@access(P.MEMBERS_VERIFY, on=Membership)
def refuse(membership: Membership) -> ResponseReturnValue:
    form = RefuseForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.refuse(g.visitor, membership, form.reason.data)
            then = form.remember(url_for(".members"))
            db.commit()
            return redirect(then, 303)
    return _record(membership, _form(membership, formdata=None), form), form.status


def _form(membership: Membership, **how: Any) -> VerifyForm:
    """Filled with the door the person gave. A grid is chosen only for a door that is not on the register."""
    form = VerifyForm(**how, **operations.door_asked_for(membership))
    form.lay_in(queries.compounds())
    known = ("", gettext("It is on the register"))
    form.grid.choices = options([known, *((id_text(grid.id), grid.name) for grid in queries.grids())])
    if not can(g.visitor, P.HOUSEHOLDS_MANAGE):  # only the committee puts doors on the register
        del form.grid
    return form


def _household(form: VerifyForm) -> Household:
    grids = queries.grids() if "grid" in form and form.grid.data else []
    for grid in [one for one in grids if id_text(one.id) == form.grid.data]:
        operations.add_households(g.visitor, g.community, grid, [form.door], compound=form.lies_in)
    household = operations.household_at(form.lies_in, *form.door)
    if household is None and "grid" not in form:
        raise Refused(N_("This door is not on the register yet. The committee can add it."), status=422)
    if household is None:
        raise Refused(N_("This door is not on the register yet. To add it, choose where it lies."), status=422)
    return household


def _said(waiting: Verification | None, membership: Membership) -> str:
    if waiting is None:
        return gettext("%(name)s is verified and counts from now on.", name=membership.name)
    words = {"name": membership.name, "day": as_datetime(waiting.counts_at)}
    return gettext("Those who live there were told. %(name)s counts from %(day)s, unless they object.", **words)


def _record(membership: Membership, form: VerifyForm, refusal: RefuseForm) -> str:
    operations.look_at(g.visitor, membership)
    db.commit()
    door = operations.door_asked_for(membership)
    return render_template("community/verify.html", membership=membership, form=form, refusal=refusal, door=door)
