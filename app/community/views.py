"""Joining, who serves, and one's household. The desk's pages stand in desk/."""

from typing import NoReturn

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import Account
from app.community import operations, queries, words
from app.community.forms import AdultsForm, CodeForm, DoorForm, ObjectForm
from app.community.models import Membership, Verification
from app.community.permissions import P
from app.community.standing import standing
from app.core.refusal import N_, Refused
from app.web.addresses import id_or_404
from app.web.door import access
from app.web.forms import pressed_once
from app.web.limits import by_login, limited
from app.web.paging import paged
from app.web.permalinks import permalink
from app.web.reader import gettext
from tenants import db

bp = Blueprint("community", __name__, url_prefix="/c/<slug>")
bp.add_app_template_global(words.serves)
bp.add_app_template_global(words.term_line)
bp.add_app_template_filter(words.adults_known)
bp.add_app_template_filter(words.adults_line)
bp.add_app_template_filter(words.adults_said_here)


@bp.get("/join")
@access(P.JOIN)
def join() -> ResponseReturnValue:
    """My place here: a code, an answer to "where do you live", or my household."""
    code = CodeForm(code=request.args.get("code", "")[:20])
    return _join_page(code, DoorForm(**operations.door_asked_for(g.visitor.membership)))


def _join_page(
    code: CodeForm, door: DoorForm, objection: ObjectForm | None = None, counted: AdultsForm | None = None
) -> ResponseReturnValue:
    membership = g.visitor.membership
    if "compound" in door and not door.compound.choices:
        door.lay_in(queries.compounds())
    household = queries.household_of(membership) if membership else None
    about = [row.id for row in (membership, household) if row is not None]
    waiting = operations.waiting_for(membership) if membership and household is None else None
    page = render_template(
        "community/join.html", code=code, door=door, household=household, current_section="me",
        adults=queries.adults_of(household.id) if household else [],
        looks=queries.looks_at(about, operations.LOOKED) if about else [],
        waiting=waiting, standing=standing(g.visitor, waiting),
        who_looks=queries.who_looks(membership, operations.today(g.community)) if g.visitor.is_waiting else [],
        newcomers=queries.newcomers(household.id) if household else [], objection=objection or ObjectForm(formdata=None),
        counted=counted or AdultsForm(formdata=None, obj=household),
    )  # fmt: skip
    return page, max(form.status for form in (code, door, objection, counted) if form is not None)


@bp.post("/join/code")
@access(P.JOIN)
@limited("30 per hour", by_login)
def redeem() -> ResponseReturnValue:
    """Join with a code. Wrong ones are counted, and said."""
    form, account = CodeForm(), g.visitor.account
    if form.validate_on_submit():
        with form.attempt():
            invitation = operations.try_code(account, form.code.data) or _wrong(account)
            membership = operations.redeem(account, g.community, invitation)
            db.commit()
            if membership.household_id is None:  # others live behind this door: they are asked first
                return redirect(url_for(".join"), 303)
            flash(gettext("Welcome. You are verified: you can vote and everything you do counts."))
            return redirect(permalink("community"), 303)
    return _join_page(form, DoorForm(formdata=None))


def _wrong(account: Account) -> NoReturn:
    """The try stays counted although it is refused."""
    db.commit()
    left = operations.tries_left(account)
    raise Refused(
        N_("This code is not valid in this community. Please check it, or ask the office. Tries left: %(left)s."),
        status=422, left=left,
    )  # fmt: skip


@bp.post("/join/place")
@access(P.JOIN)
def ask() -> ResponseReturnValue:
    """Say where I live; someone in office looks and verifies."""
    form = DoorForm()
    form.lay_in(queries.compounds())
    if form.validate_on_submit():
        with form.attempt():
            operations.ask_to_join(g.visitor.account, g.community, form.door, form.lies_in)
            db.commit()
            flash(gettext("Thank you. Until you are verified you can already speak and support proposals."))
            return redirect(url_for(".join"), 303)
    return _join_page(CodeForm(formdata=None), form)


@bp.post("/join/adults")
@access(P.HOUSEHOLD_REPRESENT)
def adults() -> ResponseReturnValue:
    """How many adults we are: one tap where the number still holds."""
    household, form = queries.household_of(g.visitor.membership) or abort(404), AdultsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.confirm_adults(g.visitor, g.community, household, form.adults.data)
            db.commit()
            flash(gettext("Thank you. You will be asked again in a year."))
            return redirect(url_for(".join"), 303)
    return _join_page(CodeForm(formdata=None), DoorForm(formdata=None), counted=form)


@bp.post("/join/representative")
@access(P.HOUSEHOLD_REPRESENT)
def represent() -> ResponseReturnValue:
    """Who casts our household's vote: one of its adults, or whoever is first."""
    household = queries.household_of(g.visitor.membership) or abort(404)
    operations.name_representative(g.visitor, household, _chosen(queries.adults_of(household.id)))
    db.commit()
    return redirect(url_for(".join"), 303)


@bp.post("/join/newcomers/<id:verification_id>")
@access(P.HOUSEHOLD_REPRESENT, on=Verification, load=queries.both_sides)
@pressed_once
def newcomer(verification: Verification) -> ResponseReturnValue:
    """One of us lives there, or does not: those who live behind the door say so."""
    form = ObjectForm()
    if request.form.get("lives") == "yes":
        operations.confirm(g.visitor, verification)
        db.commit()
        flash(gettext("Thank you. %(name)s counts from now on.", name=verification.membership.name))
        return redirect(url_for(".join"), 303)
    if form.validate_on_submit():
        with form.attempt():
            operations.object_to(g.visitor, verification, form.reason.data)
            db.commit()
            flash(gettext("Thank you. It does not count until the office has decided."))
            return redirect(url_for(".join"), 303)
    return _join_page(CodeForm(formdata=None), DoorForm(formdata=None), form)


def _chosen(adults: list[Membership]) -> Membership | None:
    wish = request.form.get("who", "")
    if not wish:
        return None
    key = id_or_404(wish)
    return next((one for one in adults if one.id == key), None) or abort(404)


@bp.get("/people")
@access(P.COMMUNITY_READ)
def people() -> ResponseReturnValue:
    """Who serves me: posts in order of office. Names are for those who are signed in."""
    page = paged(queries.serving(operations.today(g.community)), *queries.OFFICE, size=60, rising=True)
    return render_template("community/people.html", page=page)
