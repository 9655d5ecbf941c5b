"""Results as people may see them: means to a tenth, intervals, bands of n; small and telling cells stay dark."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.disclosure import band, least_of, may_be_shown

Z = 1.645  # a 90 % interval
FEW_GRIDS = 3  # a mean of the whole needs answers from this many grids, or from all where there are fewer
LIGHTEST, HEAVIEST = 1 / 3, 3.0  # how little and how much a grid's answers may weigh


@dataclass(frozen=True)
class Shown:
    """One figure: mean of 1–5 to a tenth, its interval, how many answered as a band, shares of each star in percent."""

    mean: float
    low: float
    high: float
    n: str
    shares: tuple[int, ...]


def shown(stars: list[int]) -> Shown | None:
    """None under twenty answers, and where all but one at most said the same: that would tell what each one said."""
    n = sum(stars)
    if not may_be_shown(n, max(stars)):
        return None
    mean = sum(star * count for star, count in enumerate(stars, 1)) / n
    variance = sum(count * (star - mean) ** 2 for star, count in enumerate(stars, 1)) / (n - 1)
    reach = Z * math.sqrt(variance / n)
    low, high = max(1.0, mean - reach), min(5.0, mean + reach)
    return Shown(
        round(mean, 1), round(low, 1), round(high, 1), band(n), tuple(round(100 * count / n / 5) * 5 for count in stars)
    )


def told(figure: dict[str, Any]) -> Shown | None:
    """A figure as it was kept, where it may be shown."""
    kept = Shown(**figure)
    return kept if may_be_shown(least_of(kept.n)) else None


def added(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * 5


def by_grid(counts: dict[Any, list[int]]) -> dict[Any, Shown]:
    """Only grids that may be shown, and only if what they leave of the whole is nothing or may be shown too."""
    large = {grid: stars for grid, stars in counts.items() if shown(stars) is not None}
    rest = added([stars for grid, stars in counts.items() if grid not in large])
    while large and sum(rest) and shown(rest) is None:
        smallest = min(large, key=lambda grid: sum(large[grid]))
        rest = added([rest, large.pop(smallest)])
    return {grid: figure for grid, stars in large.items() if (figure := shown(stars)) is not None}


def weighted(counts: dict[Any, list[int]], households: Mapping[Any, int]) -> float | None:
    """The mean to a tenth in which each grid weighs as many as live there; None where too few grids answered."""
    answered = {grid: stars for grid, stars in counts.items() if sum(stars)}
    total, living = sum(map(sum, answered.values())), sum(households[grid] for grid in answered)
    if len(answered) < min(FEW_GRIDS, len(households)) or not living:
        return None
    stars = [0.0] * 5
    for grid, row in answered.items():
        weight = max(LIGHTEST, min(HEAVIEST, (households[grid] / living) / (sum(row) / total)))
        stars = [sum_ + weight * count for sum_, count in zip(stars, row, strict=True)]
    return round(sum(star * count for star, count in enumerate(stars, 1)) / sum(stars), 1)
