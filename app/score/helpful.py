"""What would help most: small improvements tried one by one."""

from collections.abc import Iterator
from typing import Any

from app.score.evidence import QUARTERS, check
from app.score.formula import SLACK, compute


def most_helpful(evidence: dict[str, Any]) -> tuple[str, int, float] | None:
    """The one small improvement that raises the score most: (indicator, by how many, score after).

    Tried: two more successes among this quarter's failures of a rate, and ten more units in the weakest
    grid of a breadth. None where nothing tried raises it.
    """
    now = compute(evidence)["score"]
    tried = [(name, by, compute(changed)["score"]) for name, by, changed in _improved(evidence)]
    best = max(tried, key=lambda improvement: improvement[2], default=None)
    return best if best is not None and best[2] > now + SLACK else None


def _improved(evidence: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    version = check(evidence)
    for name, pairs in evidence.get("rates", {}).items():
        (done, cases), *earlier = pairs
        by = min(2, cases - done)
        if by:
            yield name, by, _with(evidence, "rates", name, [[done + by, cases], *earlier])
    for name, grids in evidence.get("breadth", {}).items():
        units = evidence[version.indicators[name].unit]
        weakest = min(units, key=lambda grid: sum(grids.get(grid, [0])) / max(units[grid], 1))
        this, *earlier = grids.get(weakest, [0] * QUARTERS)
        by = min(10, units[weakest] - this - sum(earlier))
        if by > 0:
            yield name, by, _with(evidence, "breadth", name, {**grids, weakest: [this + by, *earlier]})


def _with(evidence: dict[str, Any], part: str, name: str, value: Any) -> dict[str, Any]:
    return {**evidence, part: {**evidence[part], name: value}}
