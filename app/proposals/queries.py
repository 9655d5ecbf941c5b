"""Lists of requests and proposals, and the parts of one item's page."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from app.community.models import Membership
from app.proposals.life import PHASE_OF_STATE, Phase
from app.proposals.models import Answer, Endorsement, Kind, Proposal, ProposalEvent, State
from tenants import db

TALKING = (State.OPEN, State.PASSED_ON, State.ENDORSED, State.DELIBERATING)
COLUMNS = (
    Proposal.number, Proposal.kind, Proposal.state, Proposal.title, Proposal.place, Proposal.category, Proposal.visible_at,
    Proposal.endorsements, Proposal.endorsements_needed, Proposal.statements, Proposal.expires_at, Proposal.endorsed_at,
    Proposal.answered_at, Proposal.to_supervision, Proposal.check_due_at, Proposal.answer_due_at, Proposal.schedule_due_at, Proposal.deliberation_closes_at, Proposal.voting_until,
    Proposal.promised_by_at,
)  # fmt: skip
_shown = Proposal.private.is_(False), Proposal.stands(), Proposal.visible_at.is_not(None)  # to everyone


@cache
def listed(kind: Kind | None, chosen: Phase | None) -> Select[*tuple[Any, ...]]:
    """What everyone may see, as columns; filtered by kind and by one of the four words. Needs the value `now`."""
    query = select(*COLUMNS).where(*_shown)
    if kind is not None:
        query = query.where(Proposal.kind == kind)
    return query if chosen is None else query.where(_in_phase(chosen))


def _in_phase(chosen: Phase) -> Any:
    over = and_(Proposal.state == State.OPEN, Proposal.kind == Kind.PROPOSAL, Proposal.expires_at <= bindparam("now"))
    if chosen is Phase.ENDED:
        return or_(Proposal.state.not_in(list(PHASE_OF_STATE)), over)
    return and_(
        Proposal.state.in_([state for state, its_phase in PHASE_OF_STATE.items() if its_phase is chosen]), ~over
    )


def mine(membership_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """One's own, the private ones too."""
    return select(*COLUMNS).where(Proposal.author_id == membership_id)


def author_name(proposal: Proposal) -> str:
    author = db.session.get(Membership, (proposal.community_id, proposal.author_id))
    return author.name if author is not None else ""


_ANSWERS = select(Answer).where(Answer.proposal_id == bindparam("proposal_id")).order_by(Answer.created_at)


def answers_of(proposal: Proposal) -> list[Answer]:
    return list(db.session.scalars(_ANSWERS, {"proposal_id": proposal.id}))


_EVENTS = (
    select(ProposalEvent)
    .where(ProposalEvent.proposal_id == bindparam("proposal_id"))
    .order_by(ProposalEvent.id)
    .limit(100)
)


def events_of(proposal: Proposal) -> list[ProposalEvent]:
    return list(db.session.scalars(_EVENTS, {"proposal_id": proposal.id}))


def supports(membership_id: uuid.UUID, proposal: Proposal) -> bool:
    """Whether this member supports it."""
    query = select(Endorsement.id).where(
        Endorsement.proposal_id == proposal.id, Endorsement.membership_id == membership_id
    )
    return db.session.scalar(query) is not None


def shown() -> Select[*tuple[Any, ...]]:
    """What everyone may read."""
    return select(Proposal).where(*_shown)


_ALIVE = or_(Proposal.expires_at.is_(None), Proposal.expires_at > bindparam("now"), Proposal.endorsed_at.is_not(None))
_TALKED_ABOUT = (  # built once, as the next: every look at a home asks them
    select(*COLUMNS)
    .where(*_shown, Proposal.kind == Kind.PROPOSAL, Proposal.state.in_(TALKING), _ALIVE)
    .order_by(Proposal.number.desc())
    .limit(4)
)
_SAID_AND_DONE = (
    select(Proposal.number, Proposal.title, Proposal.category, Proposal.closed_at)
    .where(*_shown, Proposal.state == State.CONFIRMED)
    .order_by(Proposal.closed_at.desc())
    .limit(2)
)


def talked_about(now: datetime) -> list[Any]:
    """What neighbours are talking about."""
    return db.rows(_TALKED_ABOUT, {"now": now})


def said_and_done() -> list[Any]:
    """You said, we did: what residents confirmed, newest first."""
    return db.rows(_SAID_AND_DONE)
