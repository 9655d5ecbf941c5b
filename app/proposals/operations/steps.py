"""What every step of an item shares: whether it may be taken now, its line in the history, the date it promises."""

from datetime import datetime, timedelta
from typing import Any

from app.access import Visitor
from app.core import clock
from app.core.refusal import N_, Refused
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal, ProposalEvent
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community

ANSWER_DAYS = 5  # working days from becoming visible, and again from being sent back
LONGEST = timedelta(days=730)  # no promise lies further ahead: what may be done some day is promised to nobody


def require_open(proposal: Proposal, act: Act) -> None:
    """Where the item stands now, and until this act is over: two acts at once are done one after the other."""
    lock_row(proposal)
    require_open_to(proposal, act)


def require_ahead(due: datetime) -> None:
    if due <= clock.now():
        raise Refused(N_("The date is past. Please give one that lies ahead."), status=422)
    if due > clock.now() + LONGEST:
        raise Refused(N_("Please give a date within the next two years."), status=422)


def append_event(proposal: Proposal, step: str, visitor: Visitor | None, /, **values: Any) -> None:
    """Append a step to the item's history: office, never a name."""
    office = visitor.office if visitor is not None else ""
    event = ProposalEvent(
        proposal_id=proposal.id, kind=step, office=office, values=values, text_hash=proposal.text_hash, at=clock.now()
    )
    db.session.add(event)


def set_due(proposal: Proposal, community: Community, due: datetime | None) -> None:
    """The date by which it is to be done; the quarter it falls in decides where it is counted."""
    proposal.delivery_due_at = due
    proposal.delivery_quarter = clock.quarter(due - timedelta(seconds=1), community.zone) if due else None
