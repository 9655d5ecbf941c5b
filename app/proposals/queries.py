"""Lists of requests and proposals, and the parts of one item's page."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from app.community.models import Membership
from app.proposals.life import PHASE_OF_STATE, Phase
from app.proposals.models import Answer, Endorsement, Kind, Proposal, ProposalEvent, State
from tenants import db

TALKING = (State.OPEN, State.PASSED_ON, State.ENDORSED, State.DELIBERATING)
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


def author_name(proposal: Proposal) -> str:
    author = db.session.get(Membership, (proposal.community_id, proposal.author_id))
    return author.name if author is not None else ""


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


def shown() -> Select[*tuple[Any, ...]]:
    """What everyone may read."""
    return select(Proposal).where(Proposal.private.is_(False), Proposal.stands(), Proposal.visible_at.is_not(None))


def talked_about(now: datetime, limit: int = 4) -> list[Proposal]:
    """What neighbours are talking about."""
    alive = or_(Proposal.expires_at.is_(None), Proposal.expires_at > now, Proposal.endorsed_at.is_not(None))
    query = shown().where(Proposal.kind == Kind.PROPOSAL, Proposal.state.in_(TALKING), alive)
    return list(db.session.scalars(query.order_by(Proposal.number.desc()).limit(limit)))


def said_and_done(limit: int = 2) -> list[Proposal]:
    """You said, we did: what residents confirmed, newest first."""
    query = shown().where(Proposal.state == State.CONFIRMED).order_by(Proposal.closed_at.desc()).limit(limit)
    return list(db.session.scalars(query))
