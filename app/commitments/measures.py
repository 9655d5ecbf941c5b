"""What promises offer the score: E2 kept by their day, E3 confirmed by those asked (docs/score.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from app.commitments.models import Commitment, Confirmation, Origin, State

COUNTED = (Commitment, Confirmation)
REPLIES = 5


def rates(now: datetime) -> dict[str, Select[*tuple[Any, ...]]]:
    """(community_id, quarter, numerator, denominator) for E2 and E3."""
    return {"E2": _kept(now), "E3": _confirmed()}


def _stands() -> tuple[Any, ...]:
    return Commitment.hidden_final_at.is_(None), Commitment.state != State.TAKEN_BACK


def _kept(now: datetime) -> Select[*tuple[Any, ...]]:
    """Decisions due by the date decided with them: of these, done by then and not reopened."""
    in_time = Commitment.done_at < Commitment.due_at, Commitment.reopened_at.is_(None), Commitment.done_at.is_not(None)
    kept = case((in_time[0] & in_time[1] & in_time[2], 1), else_=0)
    return (
        select(Commitment.community_id, Commitment.quarter, kept.label("numerator"), literal(1).label("denominator"))
        .where(Commitment.origin.in_((Origin.POLL, Origin.CONSENSUS)), *_stands())
        .where(or_(Commitment.due_at <= now, Commitment.done_at.is_not(None)))
    )


def _confirmed() -> Select[*tuple[Any, ...]]:
    """Done-items with five replies of residents or more: of these, confirmed by the majority of their last turn."""
    replied = func.count(Confirmation.fixed)
    yes = func.sum(case((Confirmation.fixed.is_(True), 1), else_=0))
    per_promise = (
        select(Confirmation.community_id, Confirmation.quarter, replied.label("replied"), yes.label("yes"))
        .where(Confirmation.counts.is_(True))
        .group_by(Confirmation.community_id, Confirmation.commitment_id, Confirmation.turn, Confirmation.quarter)
        .having(replied >= REPLIES)
        .subquery()
    )
    confirmed = case((per_promise.c.yes * 2 > per_promise.c.replied, 1), else_=0)
    return select(
        per_promise.c.community_id, per_promise.c.quarter, confirmed.label("numerator"), literal(1).label("denominator")
    )
