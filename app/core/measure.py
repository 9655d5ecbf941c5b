"""What a feature offers the score: counts over its own rows under a name that versions of the score call them by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Measure:
    """`rows` selects what the indicator's kind needs, as of a moment:

    breadth (community_id, grid_id, unit_id, quarter), of several features under one name all are united;
    rate (community_id, quarter, numerator, denominator); rating (community_id, quarter, mean, answers) of rounds that
    were held, without a mean where too few answered.
    """

    name: str
    rows: Callable[[datetime], Select[*tuple[Any, ...]]]
