"""Helping out: shifts ahead, one shift, attendance, receipt, calendar."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import asc

from app import clock
from app.access import P, access
from app.html import Page, changed, id_text, options, paged
from app.volunteering import calendar, operations, queries
from app.volunteering.forms import ShiftForm
from app.volunteering.models import Shift, ShiftKind, SignUp
from tenants import db

bp = Blueprint("volunteering", __name__, url_prefix="/c/<slug>/volunteering")
SIZE = 20


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """What is ahead, the nearest first; ?show=past and ?show=mine the newest first."""
    show, now = request.args.get("show", "ahead"), clock.now()
    if show == "past":
        page = paged(queries.past(now), Shift.number)
    elif show == "mine" and g.visitor.membership is not None:
        page = paged(queries.mine(g.visitor.membership.id), Shift.number)
    else:
        show, page = "ahead", _ahead(now)
    return render_template("volunteering/index.html", page=page, show=show, current_section="volunteering")


def _ahead(now: datetime) -> Page:
    """By time, so the key is the start and the number together."""
    query, after = queries.ahead(now), request.args.get("before", "")
    stamp, _, number = after.partition("-")
    if stamp.isdigit() and number.isdigit():
        start = datetime.fromtimestamp(int(stamp), tz=now.tzinfo)
        query = query.where((Shift.starts_at > start) | ((Shift.starts_at == start) & (Shift.number > int(number))))
    rows = db.session.execute(query.order_by(asc(Shift.starts_at), asc(Shift.number)).limit(SIZE + 1)).all()
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return Page(rows[:SIZE], f"{int(last.starts_at.timestamp())}-{last.number}" if last else None)


@bp.get("/shifts/<int:number>")
@access(P.COMMUNITY_READ, on=Shift)
def show(shift: Shift) -> ResponseReturnValue:
    me = g.visitor.membership
    state = queries.state_of(me.id, shift) if me is not None else None
    return render_template("volunteering/show.html", shift=shift, state=state, current_section="volunteering")


@bp.post("/shifts/<int:number>/sign-up")
@access(P.SHIFT_SIGN_UP, on=Shift)
def sign_up(shift: Shift) -> ResponseReturnValue:
    """Take a place, or give it back (withdraw=1)."""
    act = operations.withdraw if request.form.get("withdraw") else operations.sign_up
    act(g.visitor, shift)
    db.commit()
    db.session.refresh(shift, ["taken"])
    state = queries.state_of(g.visitor.membership.id, shift)
    return changed("volunteering/_places.html", url_for(".show", number=shift.number), shift=shift, state=state)


@bp.route("/new", methods=["GET", "POST"])
@access(P.SHIFT_ORGANISE)
def new() -> ResponseReturnValue:
    form = ShiftForm()
    people = {id_text(one.id): one for one in queries.members_named(request.args.get("q", "")[:40])}
    people = {key: one for key, one in people.items() if one.id != g.visitor.membership.id}
    form.receiver.choices = options([("", "—"), *((key, one.name) for key, one in people.items())])
    if form.validate_on_submit():
        with form.attempt():
            receiver = people.get(form.receiver.data or "")
            shift = operations.post(g.visitor, _plan(form, receiver and receiver.id))
            db.commit()
            return redirect(url_for(".show", number=shift.number), 303)
    return render_template("volunteering/new.html", form=form, current_section="volunteering"), form.status


def _plan(form: ShiftForm, receiver_id: object) -> operations.Plan:
    zone = ZoneInfo(g.community.zone)
    starts = datetime.combine(form.day.data, form.begins.data, zone)
    ends = datetime.combine(form.day.data, form.ends.data, zone)
    if ends <= starts:  # into the night
        ends += timedelta(days=1)
    return operations.Plan(
        form.title.data, starts, ends, form.places.data, place=form.place.data, text=form.text.data or "",
        kind=ShiftKind(form.kind.data), risky=form.risky.data, insured=form.insured.data, receiver_id=receiver_id,  # type: ignore[arg-type]
    )  # fmt: skip


@bp.get("/shifts/<int:number>/attendance")
@access(P.SHIFT_ATTENDANCE, on=Shift)
def attendance(shift: Shift) -> ResponseReturnValue:
    """Who signed up and who came."""
    return render_template(
        "volunteering/attendance.html", shift=shift, rows=queries.sign_ups(shift), current_section="volunteering"
    )


@bp.post("/shifts/<int:number>/attendance")
@access(P.SHIFT_ATTENDANCE, on=Shift)
def mark(shift: Shift) -> ResponseReturnValue:
    known = {id_text(sign_up.id): sign_up for sign_up, _ in queries.sign_ups(shift)}
    marked: SignUp | None = known.get(request.form.get("who", ""))
    if marked is not None:
        operations.mark(g.visitor, shift, marked, came=request.form.get("came") == "yes")
        db.commit()
    return redirect(url_for(".attendance", number=shift.number), 303)


@bp.post("/shifts/<int:number>/receipt")
@access(P.SHIFT_CONFIRM, on=Shift)
def receipt(shift: Shift) -> ResponseReturnValue:
    """The receiving side: did it help?"""
    operations.confirm_receipt(g.visitor, shift, met=request.form.get("met") == "yes")
    db.commit()
    return redirect(url_for(".show", number=shift.number), 303)


@bp.post("/shifts/<int:number>/calling-off")
@access(P.SHIFT_ATTENDANCE, on=Shift)
def cancel(shift: Shift) -> ResponseReturnValue:
    operations.cancel(g.visitor, shift)
    db.commit()
    return redirect(url_for(".show", number=shift.number), 303)


@bp.get("/calendar.ics")
@access(P.COMMUNITY_READ)
def ics() -> ResponseReturnValue:
    """What is ahead, for any calendar programme."""
    rows = db.session.execute(queries.ahead(clock.now()).order_by(Shift.starts_at).limit(200)).all()
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    return Response(calendar.feed(g.community.name, rows, host), mimetype="text/calendar")
