"""Giving notice of a poll, which fixes its text and its rule; and calling one off."""

from datetime import datetime

from sqlalchemy import select

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce, announce_calling_off
from app.core import clock, sealing
from app.core.edit_conflicts import require_as_read
from app.core.refusal import N_, Refused
from app.outbox.operations import enqueue
from app.polls import export, rule
from app.polls.announcing import notice_text
from app.polls.closing import end_voting
from app.polls.models import Poll, PollState
from app.polls.operations.preparing import require_draft, require_later_day, require_notice_time
from app.proposals.acts import Act
from app.proposals.models import Proposal
from app.proposals.operations.steps import require_open
from tenants import db

DID_NOTICE = act("poll.notice", N_("Gave notice of a vote"))
DID_VOID = act("poll.void", N_("Called off a vote"))


def notice(visitor: CommunityVisitor, poll: Poll, read: str) -> None:
    """Tell all: from now on text and rule are fixed by their hash, and nothing else may be voted.

    `read` is the hash of the draft whose notice is given: a text that nobody read is not announced.
    """
    db.session.refresh(poll, with_for_update=True)  # of two at once the second finds it given
    community, now = visitor.community, clock.now()
    require_draft(poll)
    require_as_read(read, rule.read_hash(poll, community))
    poll.rule = rule.whole(poll, community)
    _require_ready(poll, now)
    if poll.commitment_id is not None:
        require_later_day(poll, community)  # once more: another vote, or the work itself, may have been quicker
    _follow(poll)
    seal = sealing.new_seal("poll", poll.id, poll.closes_at)
    poll.state, poll.noticed_at, poll.notice_hash = PollState.NOTICED, now, notice_hash(poll)
    poll.seal_public, poll.closing_step = seal.public(), seal.step
    enqueue("polls.open", poll.opens_at, poll_id=poll.id)
    enqueue("polls.count", poll.closes_at, poll_id=poll.id)
    announce(NoticeKind.NOTICE, poll.title, notice_text(poll, community), "poll", poll.number)
    record(visitor, DID_NOTICE, poll)


def _require_ready(poll: Poll, now: datetime) -> None:
    require_notice_time(poll.rule["notice_days"], poll.opens_at, now)
    if poll.closes_at <= now:
        raise Refused(N_("The vote must close after it opens."), status=422)


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
    poll.state, poll.closing_step = PollState.VOID, None
    end_voting(poll)
    if poll.noticed_at is not None:  # people were told that it opens
        announce_calling_off(poll.title, "poll", poll.number)
    record(visitor, DID_VOID, poll)
