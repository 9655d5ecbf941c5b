"""Joining, who serves, and one's household. The desk's pages stand in desk.py."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import P, access
from app.community import operations, queries
from app.community.forms import CodeForm, PlaceForm
from app.limits import limiter
from tenants import db

bp = Blueprint("community", __name__, url_prefix="/c/<slug>")


@bp.get("/join")
@access(P.JOIN)
def join() -> ResponseReturnValue:
    """My place here: a code, an answer to "where do you live", or my household."""
    return _join_page(CodeForm(code=request.args.get("code")), PlaceForm())


def _join_page(code: CodeForm, place: PlaceForm) -> ResponseReturnValue:
    membership = g.visitor.membership
    household = queries.household_of(membership) if membership else None
    adults = queries.adults_of(household.id) if household else []
    context = {"code": code, "place": place, "household": household, "adults": adults}
    return render_template("community/join.html", **context), max(code.status, place.status)


@bp.post("/join/code")
@access(P.JOIN)
@limiter.limit("10 per hour")
def redeem() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.redeem(g.visitor.account, g.community, form.code.data)
            db.commit()
            flash(gettext("Welcome. You are verified: you can vote and everything you do counts."))
            return redirect(url_for("home.community"), 303)
    return _join_page(form, PlaceForm(formdata=None))


@bp.post("/join/place")
@access(P.JOIN)
def ask() -> ResponseReturnValue:
    form = PlaceForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.ask_to_join(g.visitor.account, g.community, form.place.data)
            db.commit()
            flash(gettext("Thank you. Until you are verified you can already speak and support proposals."))
            return redirect(url_for(".join"), 303)
    return _join_page(CodeForm(formdata=None), form)


@bp.post("/join/representative")
@access(P.POLL_VOTE)
def represent() -> ResponseReturnValue:
    """I vote for our household."""
    household = queries.household_of(g.visitor.membership)
    assert household is not None  # P.POLL_VOTE is for residents
    operations.name_representative(g.visitor, household)
    db.commit()
    return redirect(url_for(".join"), 303)


@bp.get("/people")
@access(P.COMMUNITY_READ)
def people() -> ResponseReturnValue:
    """Who serves me: posts in order of office."""
    return render_template("community/people.html", rows=queries.serving(operations.today(g.community)))
