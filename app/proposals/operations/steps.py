"""What every step of an item shares: whether it may be taken now, its clocks, its line in the history."""

from typing import Any

from app.access import CommunityVisitor
from app.community.operations import clock_of
from app.core import clock
from app.proposals.acts import ENDED, STEPS, Act, require_open_to
from app.proposals.models import Event, Proposal, ProposalEvent
from tenants import db
from tenants.locks import lock_row


def require_open(proposal: Proposal, act: Act) -> None:
    """Where the item stands now, and until this act is over: two acts at once are done one after the other."""
    lock_row(proposal)
    require_open_to(proposal, act)


def take(proposal: Proposal, act: Act, visitor: CommunityVisitor | None, /, **values: Any) -> None:
    """Take the act, as the table says; `values` go into the history."""
    require_open(proposal, act)
    step = STEPS[act]
    proposal.state = step.leads_to(proposal.state)
    for column, limit in step.clocks.items():
        setattr(proposal, column, clock_of(limit))
    proposal.closed_at = clock.now() if proposal.state in ENDED else None
    if step.event is not None:
        append_event(proposal, step.event, visitor, **values)


def append_event(proposal: Proposal, event: Event, visitor: CommunityVisitor | None, /, **values: Any) -> None:
    """Append a step to the item's history: office, never a name."""
    office = visitor.office if visitor is not None else ""
    row = ProposalEvent(
        proposal_id=proposal.id, event=event, office=office, values=values, text_hash=proposal.text_hash, at=clock.now()
    )
    db.session.add(row)
