"""What rating rounds offer the score: stars by grid for D1 and D2 (docs/score.md)."""

from typing import Any

from sqlalchemy import Select, select

from app.ratings.models import RatingCount, RatingRound

COUNTED = (RatingRound, RatingCount)


def ratings() -> Select[*tuple[Any, ...]]:
    """(community_id, grid_id, question, quarter, stars): counts of one to five stars, never single answers."""
    columns = (
        RatingCount.community_id,
        RatingCount.grid_id,
        RatingCount.question,
        RatingCount.quarter,
        RatingCount.stars,
    )
    return select(*columns).where(RatingCount.question.in_((1, 2)), RatingCount.grid_id.is_not(None))
