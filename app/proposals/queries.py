"""Lists of requests and proposals, and the parts of one item's page."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from app.proposals.life import PHASE_OF_STATE, Phase
from app.proposals.models import Answer, Endorsement, Kind, Proposal, ProposalEvent, State
from tenants import db

COLUMNS = (
    Proposal.number, Proposal.kind, Proposal.state, Proposal.title, Proposal.place, Proposal.category, Proposal.visible_at,
    Proposal.endorsements, Proposal.endorsements_needed, Proposal.statements, Proposal.expires_at, Proposal.endorsed_at,
    Proposal.answered_at, Proposal.answer_due_at, Proposal.schedule_due_at, Proposal.deliberation_closes_at, Proposal.voting_until,
    Proposal.promised_by_at,
)  # fmt: skip


def listed(kind: Kind | None, chosen: Phase | None, now: datetime) -> Select[*tuple[Any, ...]]:
    """What everyone may see, as columns; filtered by kind and by one of the four words."""
    query = select(*COLUMNS).where(Proposal.private.is_(False), Proposal.stands(), Proposal.visible_at.is_not(None))
    if kind is not None:
        query = query.where(Proposal.kind == kind)
    return query if chosen is None else query.where(_in_phase(chosen, now))


def _in_phase(chosen: Phase, now: datetime) -> Any:
    over = and_(Proposal.state == State.OPEN, Proposal.kind == Kind.PROPOSAL, Proposal.expires_at <= now)
    if chosen is Phase.ENDED:
        return or_(Proposal.state.not_in(list(PHASE_OF_STATE)), over)
    return and_(Proposal.state.in_([state for state, its in PHASE_OF_STATE.items() if its is chosen]), ~over)


def mine(membership_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """One's own, the private ones too."""
    return select(*COLUMNS).where(Proposal.author_id == membership_id)


def answers_of(proposal: Proposal) -> list[Answer]:
    query = select(Answer).where(Answer.proposal_id == proposal.id).order_by(Answer.created_at)
    return list(db.session.scalars(query))


def events_of(proposal: Proposal) -> list[ProposalEvent]:
    query = select(ProposalEvent).where(ProposalEvent.proposal_id == proposal.id).order_by(ProposalEvent.id)
    return list(db.session.scalars(query.limit(100)))


def supports(membership_id: uuid.UUID, proposal: Proposal) -> bool:
    """Whether this member supports it."""
    query = select(Endorsement.id).where(
        Endorsement.proposal_id == proposal.id, Endorsement.membership_id == membership_id
    )
    return db.session.scalar(query) is not None
