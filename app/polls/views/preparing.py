"""Preparing a poll by plain questions, writing the draft anew, giving notice of it, calling it off."""

from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app.commitments.acts import Act as Later
from app.commitments.acts import why_not as why_not_later
from app.commitments.models import Commitment
from app.community import scope
from app.core import clock
from app.core.edit_conflicts import Changed
from app.core.ids import LARGEST
from app.core.refusal import N_
from app.polls import later_day, operations, presets
from app.polls.forms import QuestionForm
from app.polls.models import Poll
from app.polls.permissions import P
from app.polls.views import bp
from app.polls.views.voting import poll_page
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from app.web.door import access
from app.web.final import final
from app.web.formats import as_due
from app.web.forms import end_of_day, pressed_once
from app.web.permalinks import permalink
from tenants import db


@bp.route("/new", methods=["GET", "POST"])
@access(P.POLL_PREPARE)
def new() -> ResponseReturnValue:
    """Whose decision is it? Then what is asked, out of what they may be asked; then the questions of that."""
    proposal, deciders = _about(), presets.deciders(g.community.profile)
    if request.method == "GET" and proposal is not None:
        require_open_to(proposal, Act.VOTE)
    context: dict[str, Any] = {"proposal": proposal, "deciders": deciders.values(), "current_section": "proposals"}
    context["promise"] = _promise()
    decider = deciders.get(request.args.get("whose", ""))
    if decider is None:
        return render_template("polls/whose.html", **context)
    on_offer = presets.on_offer(g.community, decider.code)
    preset = next((preset for preset in on_offer if preset.code == request.args.get("preset")), None)
    context |= {"decider": decider, "on_offer": on_offer, "preset": preset}
    return render_template("polls/choose.html", **context) if preset is None else _write_new(context)


def _write_new(context: dict[str, Any]) -> ResponseReturnValue:
    preset, proposal, promise = context["preset"], context["proposal"], context["promise"]
    form = QuestionForm(preset, scope.parts())
    if proposal is not None and request.method == "GET":
        form.title.data, form.text.data, form.scope.data = proposal.title, proposal.text, proposal.scope.key
    if promise is not None and request.method == "GET":
        _ask_for_more_time(form, promise)
    if form.is_submitted() and not form.more_rows() and form.validate():
        with form.attempt():
            question = _question(preset, form, decider=context["decider"].code, proposal=proposal, promise=promise)
            poll = operations.draft(g.visitor, question)
            then = form.remember(url_for(".show", number=poll.number))
            db.commit()
            return redirect(then, 303)
    return render_template("polls/new.html", form=form, **context), form.status


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@access(P.POLL_PREPARE, on=Poll)
def edit(poll: Poll) -> ResponseReturnValue:
    """A draft can be written anew until notice is given."""
    if request.method == "GET":
        operations.require_draft(poll)
    preset, parts = presets.in_force(g.community, poll.preset), scope.parts()
    form = QuestionForm.of(preset, parts, poll, g.community.zone)
    if form.is_submitted() and not form.more_rows() and form.validate():
        with form.attempt():
            operations.redraft(g.visitor, poll, _question(preset, form), form.read.data)
            db.commit()
            return redirect(url_for(".show", number=poll.number), 303)
    if form.changed:
        form.show_now(QuestionForm.of(preset, parts, poll, g.community.zone, formdata=None))
    context = {"form": form, "preset": preset, "poll": poll, "current_section": "proposals"}
    return render_template("polls/edit.html", **context), form.status


def _about() -> Proposal | None:
    number = request.args.get("proposal", 0, type=int)
    query = select(Proposal).where(Proposal.number == number, Proposal.private.is_(False))
    return db.session.scalars(query).one_or_none() if 0 < number <= LARGEST else None


@bp.get("/later-day/<int:number>")
@access(P.POLL_PREPARE, on=Commitment)
def ask_later_day(commitment: Commitment) -> ResponseReturnValue:
    """To the questions of a vote like the one that decided it, or back with the reason why not."""
    if (said := why_not_later(commitment, Later.EXTEND)) is not None:
        flash(gettext(said))
        return redirect(permalink("commitment", commitment.number), 303)
    decided = later_day.how_decided(commitment, g.community)
    address = url_for(".new", whose=decided.decider, preset=decided.preset, promise=commitment.number)
    return redirect(address, 303)


def _promise() -> Commitment | None:
    number = request.args.get("promise", 0, type=int)
    query = select(Commitment).where(Commitment.number == number, Commitment.private.is_(False))
    return db.session.scalars(query).one_or_none() if 0 < number <= LARGEST else None


def _ask_for_more_time(form: QuestionForm, promise: Commitment) -> None:
    """What is asked, of whom, and since when; the reason is for the committee to write."""
    form.scope.data = later_day.how_decided(promise, g.community).scope.key
    form.title.data = gettext("A later day for: %(title)s", title=promise.what)[:80]
    form.text.data = gettext("It was decided to be done by %(day)s.", day=as_due(promise.due_at))


def _question(preset: presets.Preset, form: QuestionForm, **given: Any) -> operations.Question:
    opens = max(end_of_day(form.opens.data - timedelta(days=1)), clock.now())
    closes = end_of_day(form.closes.data)
    return operations.Question(
        preset.code, form.title.data, form.text.data, opens, closes, **given, **form.answers()
    )  # fmt: skip


@bp.post("/<int:number>/notice")
@access(P.POLL_PREPARE, on=Poll)
@final(
    N_("Really give notice?"),
    N_(
        "All members are told. The text, the days and the rule are fixed from then on; a mistake can only be mended by calling the vote off."
    ),
)
@pressed_once
def notice(poll: Poll) -> ResponseReturnValue:
    try:
        operations.notice(g.visitor, poll, request.form.get("read", ""))
    except Changed as changed:  # the draft as it is now, which nobody read yet
        db.session.rollback()
        return poll_page(poll, refusal=changed)
    db.commit()
    flash(gettext("Notice was given. The text is fixed from now on."))
    return redirect(url_for(".show", number=poll.number), 303)


@bp.post("/<int:number>/calling-off")
@access(P.POLL_PREPARE, on=Poll)
@final(N_("Really call it off?"), N_("The vote will not be held. Its page says so to everyone who was told of it."))
@pressed_once
def call_off(poll: Poll) -> ResponseReturnValue:
    operations.call_off(g.visitor, poll)
    db.commit()
    return redirect(url_for(".index"), 303)
