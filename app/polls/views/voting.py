"""The list, the ballot while a poll is open, the result and its exports after it."""

from typing import Any

from flask import abort, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.access import can
from app.core import profiles
from app.core.refusal import Refused
from app.polls import counting, operations, queries
from app.polls.models import Poll, PollState, UnitKind
from app.polls.permissions import P
from app.polls.views import bp
from app.polls.words import phase
from app.web.door import access
from app.web.formats import sentence
from app.web.html import changed
from app.web.paging import paged
from tenants import db


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    page = paged(queries.listed(drafts=can(g.visitor, P.POLL_PREPARE)), Poll.number)
    return render_template("polls/index.html", page=page, current_section="proposals")


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Poll)
def show(poll: Poll) -> ResponseReturnValue:
    """The ballot while it is open, the result after it."""
    _shown(poll)
    now = phase(poll)
    if now == "published":
        return redirect(url_for(".result", number=poll.number), 303)
    mine = queries.my_part(g.visitor, poll) if now == "open" else None
    context = {"poll": poll, "now_is": now, "units": queries.units(poll), "current_section": "proposals"}
    return render_template("polls/show.html", **context, **_part(poll, mine, now))


def _shown(poll: Poll) -> None:
    """Drafts are the committee's, called off or not; a vote people were told of says that it was called off."""
    if poll.noticed_at is None and not (poll.state is PollState.DRAFTED and can(g.visitor, P.POLL_PREPARE)):
        abort(404)


def _part(poll: Poll, mine: Any, now: str) -> dict[str, Any]:
    me = g.visitor.membership
    return {
        "mine": mine,
        "turnout": queries.turnout(poll) if now in ("open", "closed") else 0,
        "statute": profiles.profile(g.community.profile)["presets"][poll.preset]["statute"][str(get_locale())[:2]],
        "i_voted": bool(mine and me and mine.membership_id == me.id),
        "others_voted": bool(mine and mine.membership_id and me and mine.membership_id != me.id),
        "other_represents": bool(mine and poll.unit_kind is UnitKind.HOUSEHOLD and mine.representative_id not in (None, me.id if me else None)),
    }  # fmt: skip


@bp.post("/<int:number>/ballot")
@access(P.POLL_VOTE, on=Poll)
def cast(poll: Poll) -> ResponseReturnValue:
    """First tap: read the choice again in words; second: it is cast. Until the close it can be replaced."""
    _shown(poll)
    choice = request.form.getlist("choice")
    try:
        operations.must_be_open(poll)
        chosen = counting.check_choice(poll.rule, choice)
        if request.form.get("step") != "cast":
            return render_template("polls/confirm.html", poll=poll, chosen=chosen, current_section="proposals")
        operations.cast(g.visitor, poll, chosen)
        db.commit()
    except Refused as refused:
        return _not_cast(poll, choice, refused)
    return changed("polls/_cast.html", url_for(".cast_done", number=poll.number), poll=poll, chosen=chosen)


def _not_cast(poll: Poll, choice: list[str], refused: Refused) -> ResponseReturnValue:
    """The ballot again, with the sentence and what was chosen."""
    db.session.rollback()
    now = phase(poll)
    mine = queries.my_part(g.visitor, poll)
    context = {
        "poll": poll,
        "now_is": now,
        "units": queries.units(poll),
        "current_section": "proposals",
        "refusal": sentence(refused),
    }
    return render_template("polls/show.html", chosen=choice, **context, **_part(poll, mine, now)), refused.status


@bp.get("/<int:number>/ballot")
@access(P.POLL_VOTE, on=Poll)
def cast_done(poll: Poll) -> ResponseReturnValue:
    """Your vote is in."""
    _shown(poll)
    mine = queries.my_part(g.visitor, poll)
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
    part = _part(poll, None, "published")
    return render_template(
        "polls/result.html", poll=poll, found=found, result=found.result, current_section="proposals", **part
    )


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
