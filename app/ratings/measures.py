"""What rating rounds offer the score: means and bands, as coarse as they may be shown, never counts of stars."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from app.core.measure import Measure
from app.ratings.models import RatingFigure, RatingRound, RoundState

COUNTED = (RatingRound, RatingFigure)
COUNTED_ROUNDS = (RoundState.PUBLISHED, RoundState.TOO_FEW)


def _figures(question: int) -> Select[*tuple[Any, ...]]:
    """(community_id, quarter, mean, answers): of each counted round the question's mean to a tenth and its band."""
    of_the_whole = (
        RatingFigure.community_id == RatingRound.community_id, RatingFigure.round_id == RatingRound.id,
        RatingFigure.question == question, RatingFigure.grid_id.is_(None), RatingFigure.post_id.is_(None),
    )  # fmt: skip
    columns = (
        RatingRound.community_id, RatingRound.quarter, RatingFigure.weighted.label("mean"),
        RatingFigure.figure["n"].as_string().label("answers"),
    )  # fmt: skip
    query = select(*columns).outerjoin(RatingFigure, and_(*of_the_whole))
    return query.where(RatingRound.state.in_(COUNTED_ROUNDS))


def _work(_now: datetime) -> Select[*tuple[Any, ...]]:
    return _figures(1)


def _results(_now: datetime) -> Select[*tuple[Any, ...]]:
    return _figures(2)


MEASURES = (Measure("satisfied_with_work", _work), Measure("satisfied_with_results", _results))
