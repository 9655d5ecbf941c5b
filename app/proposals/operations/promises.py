"""What was promised about an item: making it, and following it to its end."""

import uuid
from datetime import datetime

from sqlalchemy import select

from app.access import CommunityVisitor
from app.commitments import queries
from app.commitments.acts import RUNNING
from app.commitments.models import Commitment, Origin
from app.commitments.models import State as Kept
from app.commitments.operations import promise
from app.commitments.operations.promising import About
from app.core import clock
from app.proposals.acts import ENDED, PROMISED
from app.proposals.models import Endorsement, Kind, Proposal, State
from tenants import db
from tenants.locks import lock_row

FOLLOWS = (  # the first of these that one of the promises is in gives the item's state
    (Kept.REOPENED, State.REOPENED),
    (Kept.DUE, State.DELIVERING),
    (Kept.CLAIMED, State.DONE_CLAIMED),
    (Kept.CLOSED, State.CLOSED),
    (Kept.CONFIRMED, State.CONFIRMED),
)


def promise_about(
    visitor: CommunityVisitor | None, proposal: Proposal, origin: Origin, due: datetime | None
) -> Commitment:
    """The day by which an item is to be done, promised through an answer, a vote or by consensus."""
    about = About(
        Proposal.__tablename__, proposal.id, proposal.number, proposal.title, author_id=proposal.author_id,
        author_household_id=proposal.author_household_id, author_counts=proposal.author_counts,
        one_persons=proposal.kind is Kind.REQUEST, private=proposal.private,
    )  # fmt: skip
    return promise(visitor, about, origin, due)


def panel(commitment: Commitment) -> list[uuid.UUID]:
    """Those who supported it."""
    query = select(Endorsement.membership_id).where(Endorsement.counts.is_(True))
    return list(db.session.scalars(query.where(Endorsement.proposal_id == commitment.subject_id)))


def follow(commitment: Commitment) -> None:
    """From `delivering` on, an item stands where its promises stand; it is done when all are."""
    proposal = db.session.scalars(select(Proposal).where(Proposal.id == commitment.subject_id)).one()
    lock_row(proposal)
    follow_promises(proposal)


def follow_promises(proposal: Proposal) -> None:
    """Take state and clock of the item from what was promised about it."""
    if proposal.state not in PROMISED:
        return
    promises = [made for made in queries.about(proposal.id) if made.state is not Kept.TAKEN_BACK]
    states = {made.state for made in promises}
    proposal.state = next((state for kept, state in FOLLOWS if kept in states), proposal.state)
    due = [made.due_at for made in promises if made.state in RUNNING]
    confirm = [made.confirm_by_at for made in promises if made.state is Kept.CLAIMED and made.confirm_by_at]
    proposal.promised_by_at = min(due or confirm, default=None)
    proposal.closed_at = clock.now() if proposal.state in ENDED else None
