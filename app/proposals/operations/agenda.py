"""The talk about a proposal, and what came of it: all agree, or a poll decided. Either is done by a day."""

from datetime import datetime

from sqlalchemy import select

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.board.models import NoticeKind
from app.board.operations import announce
from app.commitments.models import Origin
from app.commitments.operations.steps import require_ahead
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act
from app.proposals.models import Endorsement, Proposal, State
from app.proposals.operations.promises import promise_about
from app.proposals.operations.steps import take
from tenants import db
from tenants.locks import lock_row

TALK_DAYS = 7
SCHEDULED = kind("proposal.scheduled", N_("The talk about No. %(number)s is open: %(title)s"), "proposal")
DID_SCHEDULE = act("proposal.schedule", N_("Opened the talk about a proposal"))
DID_CONSENSUS = act("proposal.consensus", N_("Recorded that all agree"))


def schedule(visitor: CommunityVisitor, proposal: Proposal, closes_at: datetime) -> None:
    """Open the talk for at least seven days. The board invites those for it and those against it alike."""
    if closes_at < clock.due_after_days(clock.now(), TALK_DAYS, visitor.community.zone):
        raise Refused(
            N_("The talk stays open for seven days at least. Please choose a later day."), status=422, field="day"
        )
    take(proposal, Act.SCHEDULE, visitor)
    proposal.deliberation_closes_at = closes_at
    endorsers = db.session.scalars(select(Endorsement.membership_id).where(Endorsement.proposal_id == proposal.id))
    tell(SCHEDULED, [proposal.author_id, *endorsers], proposal.number, title=proposal.title)
    announce(NoticeKind.NOTICE, proposal.title, proposal.text, Proposal.__tablename__, proposal.number)
    record(visitor, DID_SCHEDULE, proposal)


def record_consensus(visitor: CommunityVisitor, proposal: Proposal, due: datetime) -> None:
    """Enough households spoke and no objection stands at the end of the talk: decided without a vote, with a date."""
    require_ahead(due)
    take(proposal, Act.CONSENSUS, visitor)
    proposal.decided_at = clock.now()
    promise_about(visitor, proposal, Origin.CONSENSUS, due)
    record(visitor, DID_CONSENSUS, proposal)


def decided(proposal: Proposal, poll_number: int, *, passed: bool, due: datetime | None) -> None:
    """A poll has decided (called by polls): to be delivered, or declined by vote. One that comes too late changes nothing.

    What passed without a date is due in ninety days, unless the committee then names another day.
    """
    lock_row(proposal)
    if proposal.state is not State.DELIBERATING:
        return
    take(proposal, Act.PASS if passed else Act.FAIL, None, poll=poll_number, passed=passed)
    proposal.decided_by_poll, proposal.decided_at = poll_number, clock.now()
    if passed:
        made = promise_about(None, proposal, Origin.POLL, due)
        made.hidden_at, made.hidden_final_at = proposal.hidden_at, proposal.hidden_final_at
