"""The talk about a proposal, what came of it (all agree, or a poll decided), and by when it is to be done."""

from datetime import datetime

from sqlalchemy import select

from app.access import Visitor
from app.audit.operations import act, record
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.proposals.acts import Act
from app.proposals.models import Endorsement, Proposal, State
from app.proposals.operations.steps import append_event, require_ahead, require_open, set_due
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community

TALK_DAYS, DELIVERY_DAYS = 7, 90
SCHEDULED = kind("proposal.scheduled", N_("The talk about No. %(number)s is open: %(title)s"), "proposal", urgent=False)
DID_SCHEDULE = act("proposal.schedule", N_("Opened the talk about a proposal"))
DID_DATE = act("proposal.date", N_("Gave the date of delivery"))
DID_CONSENSUS = act("proposal.consensus", N_("Recorded that all agree"))


def schedule(visitor: Visitor, proposal: Proposal, closes_at: datetime) -> None:
    """Open the talk: at least seven days, for and against given the same room."""
    require_open(proposal, Act.SCHEDULE)
    assert visitor.community is not None
    if closes_at < clock.due_after_days(clock.now(), TALK_DAYS, visitor.community.zone):
        raise Refused(N_("The talk stays open for seven days at least. Please choose a later day."), status=422)
    proposal.state, proposal.deliberation_closes_at = State.DELIBERATING, closes_at
    endorsers = db.session.scalars(select(Endorsement.membership_id).where(Endorsement.proposal_id == proposal.id))
    tell(SCHEDULED, [proposal.author_id, *endorsers], proposal.number, title=proposal.title)
    append_event(proposal, "talk opened", visitor)
    record(visitor, DID_SCHEDULE, proposal)


def record_consensus(visitor: Visitor, proposal: Proposal, due: datetime) -> None:
    """No objection stands at the end of the talk: decided without a vote, with a date."""
    require_open(proposal, Act.CONSENSUS)
    assert visitor.community is not None
    require_ahead(due)
    proposal.state, proposal.decided_at = State.DELIVERING, clock.now()
    set_due(proposal, visitor.community, due)
    append_event(proposal, "all agree", visitor)
    record(visitor, DID_CONSENSUS, proposal)


def decided(proposal: Proposal, community: Community, poll_number: int, *, passed: bool, due: datetime | None) -> None:
    """A poll has decided (called by polls): to be delivered, or declined by vote. One that comes too late changes nothing.

    What passed without a date is due in ninety days, unless the committee then names another day.
    """
    lock_row(proposal)
    if proposal.state is not State.DELIBERATING:
        return
    proposal.decided_by_poll, proposal.decided_at = poll_number, clock.now()
    if passed:
        proposal.state = State.DELIVERING if due else State.DECIDED
        set_due(proposal, community, due or clock.due_after_days(clock.now(), DELIVERY_DAYS, community.zone))
    else:
        proposal.state, proposal.closed_at = State.DECLINED, clock.now()
    append_event(proposal, "decided", None, poll=poll_number, passed=passed)


def set_date(visitor: Visitor, proposal: Proposal, due: datetime) -> None:
    """When a decided matter will be done, where the decision did not say it."""
    require_open(proposal, Act.DATE)
    require_ahead(due)
    assert visitor.community is not None
    proposal.state = State.DELIVERING
    set_due(proposal, visitor.community, due)
    append_event(proposal, "dated", visitor)
    record(visitor, DID_DATE, proposal)
