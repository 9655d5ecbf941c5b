"""Preparing a poll, giving notice of it, calling it off."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce
from app.core import clock, sealing
from app.core.refusal import N_, Refused
from app.outbox.operations import enqueue
from app.polls import export, presets
from app.polls.models import Poll, PollOption, PollState, UnitKind
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from app.proposals.operations.steps import require_open
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community
from tenants.numbers import next_number

LONGEST = timedelta(days=60)
DID_NOTICE = act("poll.notice", N_("Gave notice of a vote"))
DID_VOID = act("poll.void", N_("Called off a vote"))


@dataclass
class Question:
    """What the committee answered to the plain questions. Costs and budget are in cents."""

    purpose: str
    title: str
    text: str
    opens_at: datetime
    closes_at: datetime
    kind: str = "yes_no"
    unit: UnitKind | None = None  # for opinions only; the others fix it
    options: list[tuple[str, int | None]] = field(default_factory=list)
    budget: int | None = None
    delivery_days: int | None = None
    proposal: Proposal | None = None


def draft(visitor: CommunityVisitor, asked: Question) -> Poll:
    """A poll that nobody sees yet."""
    if asked.proposal is not None:
        require_open_to(asked.proposal, Act.VOTE)  # and once more, in turn, when notice is given
    poll = Poll(
        author_id=visitor.membership.id, proposal_id=asked.proposal and asked.proposal.id, created_at=clock.now()
    )
    _write(visitor, poll, asked)
    poll.number = next_number("poll")
    db.session.add(poll)
    _list_options(poll)
    return poll


def redraft(visitor: CommunityVisitor, poll: Poll, asked: Question) -> None:
    """Write a draft anew. What it is for, and the proposal it is about, stay."""
    lock_row(poll)
    must_be_a_draft(poll)
    _write(visitor, poll, asked)
    for old in db.session.scalars(select(PollOption).where(PollOption.poll_id == poll.id)):
        db.session.delete(old)
    _list_options(poll)


def must_be_a_draft(poll: Poll) -> None:
    if poll.state is PollState.VOID:
        raise Refused(N_("This vote was called off."))
    if poll.state is not PollState.DRAFTED:
        raise Refused(N_("Notice of this vote was given already."))


def _write(visitor: CommunityVisitor, poll: Poll, asked: Question) -> None:
    preset, community = presets.choose(asked.purpose), visitor.community
    kind = {"money": "budget", "common": "yes_no"}.get(asked.purpose, asked.kind)
    _check(asked, kind, community)
    _must_leave_time(preset, asked.opens_at, clock.now())
    listed = asked.options if kind != "yes_no" else []
    options = [{"number": i, "title": title, "cost": cost} for i, (title, cost) in enumerate(listed, 1)]
    poll.preset, poll.rule = preset.code, presets.rule(preset, kind, options, asked.budget)
    poll.unit_kind = asked.unit if asked.purpose == "opinion" and asked.unit else preset.unit
    poll.title, poll.text, poll.delivery_days = asked.title, asked.text, asked.delivery_days
    poll.opens_at, poll.closes_at = asked.opens_at, asked.closes_at
    poll.closing_quarter = clock.quarter(asked.closes_at - timedelta(seconds=1), community.zone)
    poll.publish_by_at = clock.due_after_days(asked.closes_at, 3, community.zone)


def _list_options(poll: Poll) -> None:
    db.session.flush()  # options name the poll, and those of an older draft go first
    for one in poll.rule["options"]:
        db.session.add(PollOption(poll_id=poll.id, number=one["number"], title=one["title"], cost=one["cost"]))


def _check(asked: Question, kind: str, community: Community) -> None:
    if asked.closes_at <= asked.opens_at or asked.closes_at <= clock.now():
        raise Refused(N_("The vote must close after it opens."), status=422)
    if asked.closes_at - asked.opens_at > LONGEST:
        raise Refused(N_("A vote stays open for 60 days at most. Please choose an earlier close."), status=422)
    if asked.purpose == "common" and not (community.rules_text and community.rules_adopted_on):
        raise Refused(N_("First put your own rules and the day they were adopted into the settings."))
    if kind != "yes_no" and len(asked.options) < 2:
        raise Refused(N_("Please give two options at least."), status=422)
    if kind == "budget" and (not asked.budget or any(not cost for _, cost in asked.options)):
        raise Refused(N_("Please give the sum, and what each project costs."), status=422)


def notice(visitor: CommunityVisitor, poll: Poll) -> None:
    """Tell all: from now on the text is fixed by its hash, and nothing else may be voted."""
    db.session.refresh(poll, with_for_update=True)  # of two at once the second finds it given
    now = clock.now()
    _must_be_ready(poll, now)
    _follow(poll)
    key = sealing.new_key(sealing.operator())
    poll.state, poll.noticed_at, poll.notice_hash = PollState.NOTICED, now, notice_hash(poll)
    poll.seal_public, poll.seal_private, poll.seal_label = key.public, key.sealed_private, key.label
    enqueue("polls.open", poll.opens_at, poll_id=poll.id)
    enqueue("polls.count", poll.closes_at, poll_id=poll.id)
    announce(NoticeKind.NOTICE, poll.title, poll.text, "poll", poll.number)
    record(visitor, DID_NOTICE, poll)


def _must_be_ready(poll: Poll, now: datetime) -> None:
    must_be_a_draft(poll)
    _must_leave_time(presets.PRESETS[poll.preset], poll.opens_at, now)
    if poll.closes_at <= now:
        raise Refused(N_("The vote must close after it opens."), status=422)


def _must_leave_time(preset: presets.Preset, opens_at: datetime, now: datetime) -> None:
    days = preset.notice_days
    if days and opens_at < now + timedelta(days=days) - timedelta(hours=1):
        raise Refused(N_("This kind of vote needs %(days)s days of notice. Please let it open later."), days=days)


def _follow(poll: Poll) -> None:
    """The proposal it is about says until when people vote."""
    if poll.proposal_id is not None:
        proposal = db.session.scalars(select(Proposal).where(Proposal.id == poll.proposal_id)).one()
        require_open(proposal, Act.VOTE)
        proposal.voting_until = poll.closes_at


def notice_hash(poll: Poll) -> bytes:
    """The fingerprint of what is put to the vote."""
    return export.notice_hash(poll.number, poll.title, poll.rule, export.notice_of(poll))


def call_off(visitor: CommunityVisitor, poll: Poll) -> None:
    """A draft, or a vote that has not opened yet, is taken back."""
    db.session.refresh(poll, with_for_update=True)
    if poll.state not in (PollState.DRAFTED, PollState.NOTICED) or (poll.noticed_at and poll.opens_at <= clock.now()):
        raise Refused(N_("A vote that has opened cannot be called off."))
    poll.state, poll.seal_private = PollState.VOID, None
    if poll.proposal_id is not None:
        about = update(Proposal).where(Proposal.id == poll.proposal_id, Proposal.voting_until == poll.closes_at)
        db.session.execute(about.values(voting_until=None))
    record(visitor, DID_VOID, poll)
