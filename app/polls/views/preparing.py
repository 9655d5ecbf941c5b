"""Preparing a poll by plain questions, writing the draft anew, giving notice of it, calling it off."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app.core import clock
from app.core.ids import LARGEST
from app.polls import operations, presets
from app.polls.forms import FORMS, PollForm
from app.polls.models import Poll
from app.polls.permissions import P
from app.polls.views import bp
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from app.web.door import access
from tenants import db


@bp.route("/new", methods=["GET", "POST"])
@access(P.POLL_PREPARE)
def new() -> ResponseReturnValue:
    """First what it is for; then only the questions that follow from it, and from the answers the preset."""
    purpose, proposal = request.args.get("purpose", ""), _about()
    if request.method == "GET" and proposal is not None:
        require_open_to(proposal, Act.VOTE)
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


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@access(P.POLL_PREPARE, on=Poll)
def edit(poll: Poll) -> ResponseReturnValue:
    """A draft can be written anew until notice is given."""
    if request.method == "GET":
        operations.must_be_a_draft(poll)
    purpose = presets.purpose_of(poll.preset)
    form = FORMS[purpose].of(poll, g.community.zone)
    if form.validate_on_submit():
        with form.attempt():
            operations.redraft(g.visitor, poll, _asked(purpose, form))
            db.commit()
            return redirect(url_for(".show", number=poll.number), 303)
    context = {"form": form, "purpose": purpose, "poll": poll, "current_section": "proposals"}
    return render_template("polls/edit.html", **context), form.status


def _about() -> Proposal | None:
    number = request.args.get("proposal", 0, type=int)
    query = select(Proposal).where(Proposal.number == number, Proposal.private.is_(False))
    return db.session.scalars(query).one_or_none() if 0 < number <= LARGEST else None


def _asked(purpose: str, form: PollForm, proposal: Proposal | None = None) -> operations.Question:
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
