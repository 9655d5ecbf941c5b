"""Preparing a poll by plain questions, giving notice of it, calling it off."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app import clock
from app.access import P, access
from app.ids import LARGEST
from app.polls import operations
from app.polls.forms import FORMS, PollForm
from app.polls.models import Poll
from app.polls.views import bp
from app.proposals.models import Proposal
from tenants import db


@bp.route("/new", methods=["GET", "POST"])
@access(P.POLL_PREPARE)
def new() -> ResponseReturnValue:
    """First what it is for; then only the questions that follow from it, and from the answers the preset."""
    purpose, proposal = request.args.get("purpose", ""), _about()
    if purpose not in FORMS:
        return render_template("polls/choose.html", proposal=proposal, current_section="proposals")
    form = FORMS[purpose]()
    if proposal is not None and request.method == "GET":
        form.title.data, form.text.data = proposal.title, proposal.text
    if form.validate_on_submit():
        with form.attempt():
            poll = operations.draft(g.visitor, _asked(purpose, form, proposal))
            then = form.remember(url_for(".show", number=poll.number))
            db.commit()
            return redirect(then, 303)
    context = {"form": form, "purpose": purpose, "proposal": proposal, "current_section": "proposals"}
    return render_template("polls/new.html", **context), form.status


def _about() -> Proposal | None:
    number = request.args.get("proposal", 0, type=int)
    query = select(Proposal).where(Proposal.number == number, Proposal.private.is_(False))
    return db.session.scalars(query).one_or_none() if 0 < number <= LARGEST else None


def _asked(purpose: str, form: PollForm, proposal: Proposal | None) -> operations.Question:
    zone = g.community.zone
    opens = clock.midnight_after(form.opens.data - timedelta(days=1), zone)
    closes = clock.midnight_after(form.closes.data, zone)
    return operations.Question(
        purpose, form.title.data, form.text.data, max(opens, clock.now()), closes, proposal=proposal, **form.asked()
    )


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
