"""Preparing a poll: a draft, and a draft written anew."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from app.access import CommunityVisitor
from app.commitments.models import Commitment
from app.community.scope import WHOLE, Scope
from app.core import clock
from app.core.edit_conflicts import require_as_read
from app.core.refusal import N_, Refused
from app.polls import later_day, presets, rule
from app.polls.methods import METHODS
from app.polls.models import Poll, PollOption, PollState, UnitKind
from app.polls.options import Row, checked_options
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community
from tenants.numbers import next_number

LONGEST_DAYS = 60
PUBLISH_DAYS = 3  # after the close: a decision whose result comes later is not a valid one


@dataclass
class Question:
    """What the committee answered to the plain questions. Costs and budget are in cents."""

    preset: str
    title: str
    text: str
    opens_at: datetime
    closes_at: datetime
    decider: str = "residents"  # whose decision the matter is
    scope: Scope = WHOLE  # whose households vote
    kind: str | None = None  # None: the preset's own, where there is but one
    options: list[Row] = field(default_factory=list)  # rows as typed
    budget: int | None = None
    delivery_days: int | None = None
    proposal: Proposal | None = None
    promise: Commitment | None = None  # that a later day is asked for


def draft(visitor: CommunityVisitor, question: Question) -> Poll:
    """A poll that nobody sees yet."""
    if question.proposal is not None:
        require_open_to(question.proposal, Act.VOTE)  # and once more, in turn, when notice is given
    poll = Poll(
        author_id=visitor.membership.id, proposal_id=question.proposal and question.proposal.id, created_at=clock.now()
    )
    poll.preset, poll.decider = question.preset, question.decider
    poll.commitment_id = question.promise.id if question.promise is not None else None
    _write(visitor, poll, question)
    poll.number = next_number("poll")
    db.session.add(poll)
    _list_options(poll)
    return poll


def redraft(visitor: CommunityVisitor, poll: Poll, question: Question, read: str) -> None:
    """Write a draft anew. Whose decision it is, what it is for, and the proposal it is about, stay.

    `read` is the hash of the draft that was being changed: what someone else wrote meanwhile is not written over.
    """
    lock_row(poll)
    require_draft(poll)
    require_as_read(read, rule.draft_hash(poll))
    _write(visitor, poll, question)
    for old in db.session.scalars(select(PollOption).where(PollOption.poll_id == poll.id)):
        db.session.delete(old)
    _list_options(poll)


def require_draft(poll: Poll) -> None:
    """Refused once notice was given, where it was called off or its words were taken down."""
    poll.require_standing()
    if poll.state is PollState.VOID:
        raise Refused(N_("This vote was called off."))
    if poll.state is not PollState.DRAFTED:
        raise Refused(N_("Notice of this vote was given already."))


def _write(visitor: CommunityVisitor, poll: Poll, question: Question) -> None:
    community = visitor.community
    preset = presets.in_force(community, poll.preset)
    _check(question, preset, community.zone)
    require_notice_time(preset.notice_days, question.opens_at, clock.now())
    kind = question.kind or preset.kinds[0]
    rows = checked_options(kind, question.options, question.budget)
    listed = [{"number": number, "title": title, "cost": cost} for number, (title, cost) in enumerate(rows, 1)]
    poll.rule = {"kind": kind, "options": listed, "budget": _budget(kind, question)}
    poll.binding, poll.unit_kind = preset.binding, UnitKind(preset.unit)
    poll.title, poll.text = question.title, question.text
    poll.delivery_days = question.delivery_days if preset.binding else None
    poll.scope = question.scope
    poll.opens_at, poll.closes_at = question.opens_at, question.closes_at
    poll.closing_quarter = clock.quarter(question.closes_at - timedelta(seconds=1), community.zone)
    poll.publish_by_at = clock.due_after_days(question.closes_at, PUBLISH_DAYS, community.zone)
    if poll.commitment_id is not None:
        require_later_day(poll, community)
    rule.whole(poll, community)  # refuses what cannot be put to this vote at all


def require_later_day(poll: Poll, community: Community) -> None:
    """A vote about a later day is held by those who decided the first one, and in time."""
    promise = db.session.scalars(select(Commitment).where(Commitment.id == poll.commitment_id)).one()
    until = clock.due_after_days(poll.closes_at, poll.delivery_days, community.zone) if poll.delivery_days else None
    proposed = later_day.Decided(poll.preset, poll.decider, poll.scope)
    later_day.require_askable(promise, proposed, poll.closes_at, until)


def _budget(kind: str, question: Question) -> int | None:
    if METHODS[kind].HAS_COSTS and not question.budget:
        raise Refused(N_("Please give the sum that is to be shared out."), status=422, field="budget")
    return question.budget if METHODS[kind].HAS_COSTS else None


def _list_options(poll: Poll) -> None:
    db.session.flush()  # options name the poll, and those of an older draft go first
    for option in poll.rule["options"]:
        db.session.add(PollOption(poll_id=poll.id, **option))


def _check(question: Question, preset: presets.Preset, zone: str) -> None:
    if question.closes_at <= question.opens_at or question.closes_at <= clock.now():
        raise Refused(N_("The vote must close after it opens."), status=422, field="closes")
    last = clock.due_after_days(question.opens_at, LONGEST_DAYS - 1, zone)  # where clocks go back, a day has 25 hours
    if question.closes_at > last:
        raise Refused(
            N_("A vote stays open for 60 days at most. Please choose an earlier close."), status=422, field="closes"
        )
    if question.scope.kind.value not in preset.scopes:
        raise Refused(N_("This kind of vote cannot be held in a part only."), status=422, field="scope")
    if question.kind is not None and question.kind not in preset.kinds:
        raise Refused(N_("This kind of vote is not answered in that way."), status=422, field="kind")


def require_notice_time(days: int, opens_at: datetime, now: datetime) -> None:
    """Refused where fewer than `days` of 24 hours lie before the opening; an hour is given for filling the form in."""
    if days and opens_at < now + timedelta(days=days) - timedelta(hours=1):
        raise Refused(
            N_("This kind of vote needs %(days)s days of notice. Please let it open later."), days=days, field="opens"
        )
