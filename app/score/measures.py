"""What the features offer the score, gathered: breadth, rates, ratings, and the classes that count.

Each feature's own `measures.py` gives selects over its own rows; this file only puts them side by side.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from app.commitments import measures as commitments
from app.deliberation import measures as deliberation
from app.polls import measures as polls
from app.proposals import measures as proposals
from app.ratings import measures as ratings
from app.volunteering import measures as volunteering

COUNTED: tuple[type, ...] = (
    *proposals.COUNTED, *commitments.COUNTED, *deliberation.COUNTED, *polls.COUNTED, *volunteering.COUNTED, *ratings.COUNTED,
)  # fmt: skip
NOT_FED = ("A2", "A3")  # council sessions and organisations' answers are not recorded yet: zero evidence, said so


def breadth() -> dict[str, list[Select[*tuple[Any, ...]]]]:
    """Per indicator, selects of (community_id, grid_id, unit_id, quarter), to be united and counted distinct."""
    offered: dict[str, list[Select[*tuple[Any, ...]]]] = {}
    for source in (proposals.breadth(), deliberation.breadth(), polls.breadth(), volunteering.breadth()):
        for indicator, selects in source.items():
            offered.setdefault(indicator, []).extend(selects)
    return offered


def rates(now: datetime) -> dict[str, Select[*tuple[Any, ...]]]:
    """Per indicator, a select of (community_id, quarter, numerator, denominator)."""
    return {**proposals.rates(now), **commitments.rates(now), **polls.rates(now), **volunteering.rates(now)}


def rated() -> Select[*tuple[Any, ...]]:
    """(question, quarter, weighted, figure) of the rating rounds: means and bands."""
    return ratings.ratings()
