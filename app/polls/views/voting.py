"""The list, the ballot while a poll is open, the result and its exports after it."""

from typing import Any

from flask import abort, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import can
from app.commitments import queries as promises
from app.core.refusal import Refused
from app.polls import operations, queries
from app.polls.forms import BallotForm
from app.polls.listing import listed
from app.polls.models import Poll, PollState
from app.polls.outcome import is_told, outcome, tallied
from app.polls.page import page_of
from app.polls.part import my_part
from app.polls.permissions import P
from app.polls.rule import read_hash, rule_of
from app.polls.views import bp
from app.polls.words import phase, why_void
from app.web.door import access
from app.web.formats import sentence
from app.web.html import changed
from app.web.paging import paged
from app.web.paused import goes_on
from tenants import db


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    page = paged(queries.listed(drafts=can(g.visitor, P.POLL_PREPARE)), Poll.number)
    rows = [listed(poll) for poll in page.rows]
    return render_template("polls/index.html", rows=rows, page=page, current_section="proposals")


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Poll)
def show(poll: Poll) -> ResponseReturnValue:
    """The ballot while it is open, the result after it."""
    _shown(poll)
    if phase(poll) == "published":
        return redirect(url_for(".result", number=poll.number), 303)
    return poll_page(poll)


def poll_page(poll: Poll, form: BallotForm | None = None, refusal: Refused | None = None) -> ResponseReturnValue:
    """The page of a vote in any of its phases; again with the sentence where something was refused."""
    page = page_of(poll, g.visitor)
    now = page.phase
    context: dict[str, Any] = {"poll": poll, "page": page, "current_section": "proposals"}
    try:
        context |= {"rule": rule_of(poll, g.community), "sizes": queries.sizes(poll)}
    except Refused as unready:  # a draft whose rule cannot be had any more, such as own rules that were taken out
        context["unready"] = sentence(unready)
    if now == "open":
        mine = my_part(g.visitor, poll, may_vote=can(g.visitor, P.POLL_VOTE, poll))
        context |= {"mine": mine, "form": form or BallotForm(poll.rule, formdata=None)}
    if now in ("open", "closed"):
        context["turnout"] = queries.turnout(poll)
    if now == "drafted" and "rule" in context:
        context["read"] = read_hash(poll, g.community)
    if now == "void":
        context["why_void"] = why_void(poll)
    status = form.status if form is not None else 200
    if refusal is not None:
        context |= {"refusal": sentence(refusal), "seen": request.form.get("seen", "")}
        status = refusal.status
    return render_template("polls/show.html", **context), status


def _shown(poll: Poll) -> None:
    """Drafts are the committee's, called off or not; a vote people were told of says that it was called off."""
    if poll.noticed_at is None and not (poll.state is PollState.DRAFTED and can(g.visitor, P.POLL_PREPARE)):
        abort(404)


@bp.post("/<int:number>/ballot")
@access(P.POLL_VOTE, on=Poll)
@goes_on
def cast(poll: Poll) -> ResponseReturnValue:
    """First tap: read the choice again in words; second: it is cast. Until the close it can be replaced."""
    _shown(poll)
    form = BallotForm(poll.rule)
    if form.validate_on_submit():
        with form.attempt():
            if form.step.data != "cast":
                chosen = operations.choose(poll, form.choice.data)
                return render_template("polls/confirm.html", poll=poll, chosen=chosen, current_section="proposals")
            operations.cast(g.visitor, poll, form.choice.data)
            db.commit()
            return changed("polls/_cast.html", url_for(".cast_done", number=poll.number), poll=poll)
    return poll_page(poll, form)


@bp.get("/<int:number>/ballot")
@access(P.POLL_VOTE, on=Poll)
def cast_done(poll: Poll) -> ResponseReturnValue:
    """Your vote is in."""
    _shown(poll)
    mine = queries.my_row(g.visitor, poll)
    if mine is None or mine.membership_id != g.visitor.membership.id:
        return redirect(url_for(".show", number=poll.number), 303)
    return render_template("polls/cast.html", poll=poll, current_section="proposals")


@bp.get("/<int:number>/result")
@access(P.COMMUNITY_READ, on=Poll)
def result(poll: Poll) -> ResponseReturnValue:
    found = queries.result_of(poll)
    if found is None:
        _shown(poll)
        return redirect(url_for(".show", number=poll.number), 303)
    member, promised = g.visitor.membership, promises.about(poll.id)
    mine = promises.confirmations(member.id, promised) if member else {}
    return render_template(
        "polls/result.html", poll=poll, rule=poll.rule, found=found, result=found.result, promises=promised,
        outcome=outcome(found.result), votes=tallied(poll.rule, found.result) if is_told(found.result) else [],
        confirmations=mine, current_section="proposals",
    )  # fmt: skip


@bp.get("/<int:number>/result.json")
@access(P.COMMUNITY_READ, on=Poll)
def result_json(poll: Poll) -> ResponseReturnValue:
    """The export that `polls recount` takes."""
    return jsonify(queries.export_of(g.community, poll) or abort(404))


@bp.get("/<int:number>/ballots.json")
@access(P.COMMUNITY_READ, on=Poll)
def ballots_json(poll: Poll) -> ResponseReturnValue:
    found = queries.export_of(g.community, poll) or abort(404)
    return jsonify({"number": poll.number, "ballots": found["ballots"], "ballot_root": found["ballot_root"]})
