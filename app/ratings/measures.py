"""What rating rounds offer the score: the figures of D1 and D2, as coarse as they may be shown (docs/score.md)."""

from typing import Any

from sqlalchemy import Select, select

from app.ratings.models import RatingFigure, RatingRound

COUNTED = (RatingRound, RatingFigure)


def ratings() -> Select[*tuple[Any, ...]]:
    """(question, quarter, weighted, figure) of a round's first two questions: a mean and a band, never counts of stars."""
    columns = RatingFigure.question, RatingFigure.quarter, RatingFigure.weighted, RatingFigure.figure
    return select(*columns).where(RatingFigure.question.in_((1, 2)), RatingFigure.weighted.is_not(None))
