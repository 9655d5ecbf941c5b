"""Preparing a poll by plain questions, giving notice of it, calling it off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app import clock
from app.access import P, access
from app.polls import operations
from app.polls.forms import PollForm
from app.polls.models import Poll
from app.polls.views import bp
from app.proposals.models import Proposal
from tenants import db


@bp.route("/new", methods=["GET", "POST"])
@access(P.POLL_PREPARE)
def new() -> ResponseReturnValue:
    """Plain questions; the preset follows from the answers."""
    form = PollForm()
    proposal = _about()
    if proposal is not None and request.method == "GET":
        form.title.data, form.text.data = proposal.title, proposal.text
    if form.validate_on_submit():
        with form.attempt():
            poll = operations.draft(g.visitor, _asked(form, proposal))
            then = form.remember(url_for(".show", number=poll.number))
            db.commit()
            return redirect(then, 303)
    return render_template("polls/new.html", form=form, current_section="proposals"), form.status


def _about() -> Proposal | None:
    number = request.args.get("proposal", type=int)
    query = select(Proposal).where(Proposal.number == number, Proposal.private.is_(False))
    return db.session.scalars(query).one_or_none() if number else None


def _asked(form: PollForm, proposal: Proposal | None) -> operations.Question:
    zone = ZoneInfo(g.community.zone)
    opens = datetime.combine(form.opens.data, datetime.min.time(), zone)
    return operations.Question(
        purpose=form.purpose.data, title=form.title.data, text=form.text.data, kind=form.kind.data, options=form.listed(),
        opens_at=max(opens, clock.now()) if opens > clock.now() - timedelta(days=1) else opens,
        closes_at=clock.midnight_after(form.closes.data, g.community.zone),
        budget=int(form.budget.data * 100) if form.budget.data else None, delivery_days=form.delivery_days.data, proposal=proposal,
    )  # fmt: skip


@bp.post("/<int:number>/notice")
@access(P.POLL_PREPARE, on=Poll)
def notice(poll: Poll) -> ResponseReturnValue:
    operations.notice(g.visitor, poll)
    db.commit()
    flash(gettext("Notice was given. The text is fixed from now on."))
    return redirect(url_for(".show", number=poll.number), 303)


@bp.post("/<int:number>/calling-off")
@access(P.POLL_PREPARE, on=Poll)
def call_off(poll: Poll) -> ResponseReturnValue:
    operations.call_off(g.visitor, poll)
    db.commit()
    return redirect(url_for(".index"), 303)
