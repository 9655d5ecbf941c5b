"""The evidence of a community, counted whole each time (never by deltas) by the measures that its version names."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select, union_all

from app.community.models import Grid
from app.core import clock
from app.core.disclosure import least_of
from app.score import measures
from app.score.versions import Indicator, Version
from tenants import db

WINDOW = 3  # quarters: this one, the last, the one before
PART = {"breadth": "breadth", "rate": "rates", "rating": "rated"}  # where the evidence holds each kind


def counted(version: Version, period: str) -> dict[str, Any]:
    """The evidence of the bound community for a quarter and the two before: exactly what the version names."""
    quarters = [clock.quarters_back(period, back) for back in range(WINDOW)]
    grids = {grid.id: grid for grid in db.session.scalars(select(Grid).order_by(Grid.position, Grid.id))}
    evidence: dict[str, Any] = {
        "version": version.name,
        "households": {grid.name: grid.households for grid in grids.values()},
        "adults": {grid.name: grid.adults for grid in grids.values()},
        **{part: {} for part in PART.values()},
    }
    for name, indicator in version.indicators.items():
        if selects := measures.offered(indicator.measure, clock.now()):
            evidence[PART[indicator.kind]][name] = _count(indicator, selects, quarters, grids)
    return evidence


def _count(indicator: Indicator, selects: list[Any], quarters: list[str], grids: dict[Any, Grid]) -> Any:
    if indicator.kind == "breadth":
        return _breadth(indicator.unit, selects, quarters, grids)
    [rows] = selects
    return _rate(rows, quarters) if indicator.kind == "rate" else _rated(rows, quarters)


def _breadth(unit: str, selects: list[Any], quarters: list[str], grids: dict[Any, Grid]) -> dict[str, list[int]]:
    acts = union_all(*selects).subquery()
    latest = (
        select(acts.c.grid_id, acts.c.unit_id, func.max(acts.c.quarter).label("latest"))
        .where(acts.c.quarter.in_(quarters))
        .group_by(acts.c.grid_id, acts.c.unit_id)
        .subquery()
    )
    rows = db.session.execute(
        select(latest.c.grid_id, latest.c.latest, func.count()).group_by(latest.c.grid_id, latest.c.latest)
    )
    counts: dict[str, list[int]] = {}
    for grid_id, quarter, count in rows:
        if grid_id in grids:
            counts.setdefault(grids[grid_id].name, [0] * WINDOW)[quarters.index(quarter)] = count
    size = {grid.name: getattr(grid, unit) for grid in grids.values()}
    return {grid: list(_at_most(size[grid], found)) for grid, found in counts.items()}


def _at_most(units: int, counts: list[int]) -> Iterator[int]:
    """An estimated register may be smaller than what was seen: a unit never counts twice."""
    for count in counts:
        yield min(count, units)
        units -= min(count, units)


def _rate(query: Any, quarters: list[str]) -> list[list[int]]:
    offered = query.subquery()
    rows = db.session.execute(
        select(offered.c.quarter, func.sum(offered.c.numerator), func.sum(offered.c.denominator))
        .where(offered.c.quarter.in_(quarters))
        .group_by(offered.c.quarter)
    )
    found = {quarter: [int(numerator or 0), int(denominator or 0)] for quarter, numerator, denominator in rows}
    return [found.get(quarter, [0, 0]) for quarter in quarters]


def _rated(query: Any, quarters: list[str]) -> dict[str, Any] | None:
    """The latest round of the window that could be read: its mean to a tenth, the least of its band of answers."""
    offered = query.subquery()
    found = select(offered).where(offered.c.quarter.in_(quarters)).order_by(offered.c.quarter.desc())
    rounds = db.session.execute(found).all()
    read = next((round_ for round_ in rounds if round_.mean is not None), None)
    if read is not None:
        return {"mean": read.mean, "answers": least_of(read.answers)}
    return {"mean": None, "answers": 0} if rounds else None
