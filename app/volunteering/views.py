"""Helping out: shifts ahead, one shift, attendance, receipt, calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.ids import LARGEST, id_text
from app.core.refusal import N_
from app.proposals.models import Proposal
from app.volunteering import attendance, calendar, operations, queries, sections, words
from app.volunteering.forms import ShiftForm
from app.volunteering.models import Shift
from app.volunteering.page import page_of
from app.volunteering.permissions import P
from app.volunteering.places import places_box
from app.web.door import access
from app.web.final import final
from app.web.forms import pressed_once
from app.web.html import changed
from app.web.paging import Page, paged
from app.web.permalinks import permalink
from app.web.shapes import Row
from tenants import db

bp = Blueprint("volunteering", __name__, url_prefix="/c/<slug>/volunteering")
bp.add_app_template_global(words.came)
bp.add_app_template_global(sections.may_post_for, "may_post_shift_for")


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """What is ahead, day by day; ?show=past and ?show=mine the newest first."""
    show, now = request.args.get("show", "ahead"), clock.now()
    if show == "past":
        page = paged(queries.past(now), Shift.starts_at, Shift.number)
    elif show == "mine" and g.visitor.membership is not None:
        page = paged(queries.mine(g.visitor.membership.id), Shift.starts_at, Shift.number)
    else:
        show, page = "ahead", paged(queries.ahead(now), Shift.starts_at, Shift.number, rising=True)
    return render_template(
        "volunteering/index.html", page=page, days=_days(page.rows, show), show=show,
        helped=_helped(page) if show == "mine" else "", current_section="volunteering",
    )  # fmt: skip


def _days(rows: Sequence[Any], show: str) -> list[tuple[date | None, list[Row]]]:
    """What is ahead stands under its days, all else under none."""
    by_day = groupby(
        rows, lambda shift: clock.local(shift.starts_at, g.community.zone).date() if show == "ahead" else None
    )
    return [(day, [words.listed(shift, show=show) for shift in shifts]) for day, shifts in by_day]


def _helped(page: Page) -> str:
    """Said once, above the newest: an older page sums up its own shifts and those before them only."""
    return words.helped(page.rows[0].seconds) if page.rows and "from" not in request.args else ""


@bp.get("/shifts/<int:number>")
@access(P.COMMUNITY_READ, on=Shift)
def show(shift: Shift) -> ResponseReturnValue:
    me = g.visitor.membership
    box = places_box(shift, g.visitor, queries.state_of(me.id, shift) if me is not None else None)
    page = page_of(shift, g.visitor)
    return render_template("volunteering/show.html", shift=shift, page=page, box=box, current_section="volunteering")


@bp.post("/shifts/<int:number>/sign-up")
@access(P.SHIFT_SIGN_UP, on=Shift)
def sign_up(shift: Shift) -> ResponseReturnValue:
    """Take a place, or give it back (withdraw=1)."""
    act = operations.withdraw if request.form.get("withdraw") else operations.sign_up
    act(g.visitor, shift)
    db.commit()
    db.session.refresh(shift, ["taken"])
    box = places_box(shift, g.visitor, queries.state_of(g.visitor.membership.id, shift))
    return changed("volunteering/_places.html", url_for(".show", number=shift.number), shift=shift, box=box)


@bp.route("/new", methods=["GET", "POST"])
@access(P.SHIFT_ORGANISE)
def new() -> ResponseReturnValue:
    """A shift; ?about= names the matter it is for."""
    form, matter = ShiftForm(), _matter()
    if form.validate_on_submit():
        with form.attempt():
            name = (form.receiver.data or "").strip()
            receiver = form.receiver_among(queries.members_named(name, g.visitor.membership.id) if name else [])
            plan = replace(form.plan(g.community.zone, receiver), proposal_id=matter.id if matter is not None else None)
            shift = operations.post(g.visitor, plan)
            then = form.remember(url_for(".show", number=shift.number))
            db.commit()
            return redirect(then, 303)
    return render_template(
        "volunteering/new.html", form=form, matter=matter, current_section="volunteering"
    ), form.status


def _matter() -> Proposal | None:
    """What the address says the shift is for: a matter that everyone may read."""
    if "about" not in request.args:
        return None
    number = request.args.get("about", 0, type=int)
    found = db.session.scalars(queries.matters().where(Proposal.number == min(number, LARGEST))).one_or_none()
    return found or abort(404)


@bp.get("/shifts/<int:number>/attendance")
@access(P.SHIFT_ATTENDANCE, on=Shift)
def attendance_page(shift: Shift) -> ResponseReturnValue:
    """Who signed up and who came."""
    rows = queries.sign_ups(shift)
    return render_template("volunteering/attendance.html", shift=shift, rows=rows, current_section="volunteering")


@bp.post("/shifts/<int:number>/attendance")
@access(P.SHIFT_ATTENDANCE, on=Shift)
def mark(shift: Shift) -> ResponseReturnValue:
    rows = {id_text(sign_up.id): (sign_up, name) for sign_up, name in queries.sign_ups(shift)}
    sign_up, name = rows.get(request.form.get("who", ""), (None, ""))
    attendance.mark(g.visitor, shift, sign_up, came=request.form.get("came") == "yes")
    db.commit()
    then = url_for(".attendance_page", number=shift.number)
    return changed("volunteering/_came.html", then, shift=shift, sign_up=sign_up, name=name)


@bp.post("/shifts/<int:number>/receipt")
@access(P.SHIFT_CONFIRM, on=Shift)
def receipt(shift: Shift) -> ResponseReturnValue:
    """The receiving side: did it help?"""
    attendance.confirm_receipt(g.visitor, shift, met=request.form.get("met") == "yes")
    db.commit()
    return redirect(url_for(".show", number=shift.number), 303)


@bp.post("/shifts/<int:number>/calling-off")
@access(P.SHIFT_ATTENDANCE, on=Shift)
@final(N_("Really call it off?"), N_("Everyone who signed up is told. It cannot be opened again."))
@pressed_once
def call_off(shift: Shift) -> ResponseReturnValue:
    attendance.call_off(g.visitor, shift)
    db.commit()
    return redirect(url_for(".show", number=shift.number), 303)


@bp.get("/calendar.ics")
@access(P.COMMUNITY_READ)
def ics() -> ResponseReturnValue:
    """What is ahead, and what was a moment ago, for any calendar programme."""
    rows = db.session.execute(queries.of_calendar(clock.now()).order_by(Shift.starts_at.desc()).limit(300)).all()
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    base = current_app.config["PUBLIC_URL"].rstrip("/")
    links = {shift.number: base + permalink("shift", shift.number) for shift in rows}
    feed = calendar.feed(g.community.name, rows, f"{g.community.slug}.{host}", links)
    return Response(feed, mimetype="text/calendar")
