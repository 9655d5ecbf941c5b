"""Polls: list, ballot, result, recountable exports, and preparing one by plain questions."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from sqlalchemy import select

from app import clock, profiles
from app.access import P, access, can
from app.formats import sentence
from app.html import changed
from app.paging import paged
from app.polls import counting, operations, queries
from app.polls.forms import PollForm
from app.polls.models import Poll, PollState, UnitKind
from app.proposals.models import Proposal
from app.refusal import Refused
from tenants import db

bp = Blueprint("polls", __name__, url_prefix="/c/<slug>/polls")


@bp.record_once
def _words_for_templates(state: Any) -> None:
    app: Flask = state.app
    app.jinja_env.globals.update(how_it_passes=how_it_passes, poll_phase=phase, choice_words=choice_words)


def phase(poll: Any) -> str:
    """drafted | coming | open | closed | published | void: what follows from state and times."""
    if poll.state is not PollState.NOTICED:
        return {PollState.DRAFTED: "drafted", PollState.PUBLISHED: "published"}.get(poll.state, "void")
    now = clock.now()
    return "coming" if poll.opens_at > now else "open" if poll.closes_at > now else "closed"


def choice_words(rule: dict[str, Any], value: str) -> str:
    """One choice in the reader's language."""
    if rule["kind"] == "yes_no":
        return {"yes": gettext("Yes"), "no": gettext("No"), "abstain": gettext("Abstain")}[value]
    return next(option["title"] for option in rule["options"] if str(option["number"]) == value)


def how_it_passes(poll: Poll, units: int) -> str:
    """The one sentence: "930 households must take part, and more than half of those say yes"."""
    needed = counting.needed(poll.rule.get("quorum"), units)
    if poll.preset == "STRAW":
        return gettext("This only asks for opinions. It binds nobody.")
    if poll.preset == "FUND":
        return gettext(
            "%(count)s people must take part. What most people want comes first, as far as the sum goes.", count=needed
        )
    return gettext("%(count)s households must take part, and more than half of those say yes.", count=needed)


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
    units = poll.units if poll.roll_made_at else g.community.households if poll.unit_kind is UnitKind.HOUSEHOLD else 0
    return render_template(
        "polls/show.html", poll=poll, now_is=now, units=units, current_section="proposals", **_part(poll, mine, now)
    )


def _shown(poll: Poll) -> None:
    """Drafts are the committee's; what was called off is gone."""
    if poll.state is PollState.VOID or (poll.state is PollState.DRAFTED and not can(g.visitor, P.POLL_PREPARE)):
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
        "units": poll.units,
        "current_section": "proposals",
        "refusal": sentence(refused),
    }
    return render_template("polls/show.html", chosen=choice, **context, **_part(poll, mine, now)), refused.status


@bp.get("/<int:number>/ballot")
@access(P.POLL_VOTE, on=Poll)
def cast_done(poll: Poll) -> ResponseReturnValue:
    """Your vote is in."""
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
            db.commit()
            return redirect(url_for(".show", number=poll.number), 303)
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
