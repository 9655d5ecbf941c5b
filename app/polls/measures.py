"""What polls offer the score: B1 breadth of deciding, B2 valid decisions (docs/score.md). Straw polls are no decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, literal, or_, select

from app.core.measure import Measure
from app.polls.models import Participation, Poll, PollState

COUNTED = (Poll, Participation)


def _deciding(_now: datetime) -> Select[*tuple[Any, ...]]:
    """(community_id, grid_id, unit_id, quarter): households that took part in a decision through someone who gives credit."""
    columns = (
        Participation.community_id,
        Participation.grid_id,
        Participation.household_id.label("unit_id"),
        Participation.quarter,
    )
    return select(*columns)


def _valid(now: datetime) -> Select[*tuple[Any, ...]]:
    """Decisions closed; of these with full notice (checked when given), quorum met, result in time, not taken down."""
    valid = case(
        (Poll.quorum_met.is_(True) & (Poll.published_at <= Poll.publish_by_at) & Poll.counts_still(), 1),
        else_=0,
    )
    return (
        select(
            Poll.community_id,
            Poll.closing_quarter.label("quarter"),
            valid.label("numerator"),
            literal(1).label("denominator"),
        )
        .where(Poll.binding.is_(True), Poll.closes_at <= now)
        .where(or_(Poll.state == PollState.PUBLISHED, Poll.state == PollState.NOTICED))
    )


MEASURES = (Measure("households_deciding", _deciding), Measure("valid_decisions", _valid))
