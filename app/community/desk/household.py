"""One household of the register: who is verified there, what the register says of it, and mending that."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import InviteForm
from app.community.forms.register import HouseholdForm, JoinForm, SplitForm
from app.community.models import Household
from app.community.permissions import P
from app.core.refusal import N_, Refused
from app.web.door import access
from app.web.final import final
from app.web.forms import Form, pressed_once
from tenants import db
from tenants.resolve import writes


@bp.route("/households/<id:household_id>", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Household)
@writes
def household(household: Household) -> ResponseReturnValue:
    """One household: who is verified there, what the register says of it, its invitation. Each look is logged."""
    form = HouseholdForm.of(household, queries.compounds())
    if form.validate_on_submit():
        with form.attempt():
            operations.correct(g.visitor, g.community, household, form.read.data, form.entry())
            db.commit()
            flash(gettext("Saved."))
            return redirect(_page_of(household), 303)
    if form.changed:
        form.show_now(HouseholdForm.of(household, queries.compounds(), formdata=None))
    return _page(household, form=form)


def _page_of(household: Household) -> str:
    return url_for(".household", household_id=household.id)


def _page(household: Household, **forms: Form) -> ResponseReturnValue:
    """The page with the form that was sent, and the others as they open."""
    operations.look_at(g.visitor, household)
    db.commit()
    empty = {
        "form": HouseholdForm.of(household, queries.compounds(), formdata=None),
        "splitting": SplitForm(formdata=None),
        "joining": JoinForm(formdata=None),
    }
    page = render_template(
        "community/household.html", household=household, compound=operations.compound_of(household.compound_id),
        adults=queries.adults_of(household.id), invitation=queries.open_invitation(household.id),
        places=InviteForm(formdata=None, places=household.adults), **empty | forms,
    )  # fmt: skip
    return page, max(form.status for form in forms.values())


@bp.post("/households/<id:household_id>/split")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
def split(household: Household) -> ResponseReturnValue:
    """A part of it becomes a door of its own."""
    form = SplitForm()
    if form.validate_on_submit():
        with form.attempt():
            made = operations.split(
                g.visitor, g.community, household, form.split_room.data, form.split_adults.data or 0
            )
            then = form.remember(_page_of(made))
            db.commit()
            return redirect(then, 303)
    return _page(household, splitting=form)


@bp.post("/households/<id:household_id>/joining")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
def join(household: Household) -> ResponseReturnValue:
    """Another door of the entrance becomes a part of it."""
    form = JoinForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.join(g.visitor, g.community, household, _beside(household, form.join_room.data))
            then = form.remember(_page_of(household))
            db.commit()
            flash(gettext("They are one household now, with one vote."))
            return redirect(then, 303)
    return _page(household, joining=form)


def _beside(household: Household, room: str) -> Household:
    compound = operations.compound_of(household.compound_id)
    found = operations.household_at(compound, household.building, household.unit, room)
    if found is None:
        raise Refused(N_("There is no such room in this entrance on the register."), status=422, field="join_room")
    return found


@bp.post("/households/<id:household_id>/closing")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
@final(
    N_("Really take this door off the register?"),
    N_("Those who live there say anew where they live. In votes that are open now their voice stays."),
)
def close(household: Household) -> ResponseReturnValue:
    operations.close(g.visitor, g.community, household)
    db.commit()
    flash(gettext("This door is closed."))
    return redirect(_page_of(household), 303)


@bp.post("/households/<id:household_id>/opening")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
@pressed_once
def open_again(household: Household) -> ResponseReturnValue:
    operations.open_again(g.visitor, g.community, household)
    db.commit()
    return redirect(_page_of(household), 303)
