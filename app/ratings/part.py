"""The reader's own part in a rating round."""

import enum

from app.access import Visitor, can
from app.core import clock
from app.ratings.models import RatingAsk, RatingRound, RoundState
from app.ratings.permissions import P


class Part(enum.StrEnum):
    """Each is a file of templates/ratings/part."""

    COUNTED = "counted"  # its result has a page of its own
    COUNTING = "counting"  # past its close
    NOT_DRAWN = "not_drawn"
    NOT_ASKED = "not_asked"  # drawn, but in office by now, or moved away
    MAY_ANSWER = "may_answer"


def my_part(visitor: Visitor, rating_round: RatingRound, ask: RatingAsk | None) -> Part:
    """`ask`: the reader's own row of the round, while it runs and they were drawn."""
    if rating_round.state is not RoundState.OPEN:
        return Part.COUNTED
    if rating_round.closes_at <= clock.now():
        return Part.COUNTING
    if ask is None:
        return Part.NOT_DRAWN
    return Part.MAY_ANSWER if can(visitor, P.ROUND_ANSWER) else Part.NOT_ASKED
