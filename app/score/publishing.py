"""From counted rows to evidence to snapshots, a community recomputed whole each time (never by deltas)."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import delete, func, select, union_all

from app.community.models import Grid
from app.core import clock
from app.score import formula, measures
from app.score.models import ScoreDirty, ScoreEvidence, ScoreSnapshot
from tenants import across_communities, db
from tenants.models import Community

WINDOW = 3  # quarters: this one, the last, the one before


def dirty_communities(under: str = "/") -> list[uuid.UUID]:
    """Communities with a change that counts, under a region."""
    with across_communities("dirty scores") as session:
        here = select(ScoreDirty.community_id).join(Community, Community.id == ScoreDirty.community_id)
        return list(session.scalars(here.where(Community.region_path.startswith(under, autoescape=True)).distinct()))


def all_communities(under: str = "/") -> list[uuid.UUID]:
    with db.unbound():
        query = select(Community.id).where(Community.suspended_at.is_(None))
        return list(db.session.scalars(query.where(Community.region_path.startswith(under, autoescape=True))))


def refresh(community_id: uuid.UUID, period: str | None = None) -> ScoreSnapshot | None:
    """Recompute a community's evidence; for an ended quarter also publish its snapshot, once and for ever."""
    with db.unbound():
        community = db.session.get(Community, community_id)
    if community is None:
        return None
    running = clock.quarter(clock.now(), community.zone)
    period = period or running
    with db.as_community(community_id):
        read = list(db.session.scalars(select(ScoreDirty.id)))
        evidence = _store_evidence(community, period)
        snapshot = _publish(community, period, evidence) if period < running else None
        if read and period == running:
            db.session.execute(delete(ScoreDirty).where(ScoreDirty.id.in_(read)))
        db.commit()
        return snapshot


def refresh_dirty(community_id: uuid.UUID) -> int:
    """Refresh a community if anything that counts has changed there; whether it had."""
    with db.as_community(community_id, write=False):
        dirty = db.session.scalar(select(ScoreDirty.id).limit(1)) is not None
    if dirty:
        refresh(community_id)
    return int(dirty)


def run(ids: Iterable[uuid.UUID], period: str | None, say: Callable[[uuid.UUID], None]) -> int:
    """Refresh several communities, each in its own transaction: it can be stopped and taken up again."""
    done = 0
    for community_id in ids:
        refresh(community_id, period)
        say(community_id)
        done += 1
    return done


def _store_evidence(community: Community, period: str) -> dict[str, Any]:
    evidence = counted(community, period)
    row = db.session.scalar(select(ScoreEvidence).where(ScoreEvidence.period == period))
    if row is None:
        row = ScoreEvidence(period=period)
        db.session.add(row)
    row.evidence, row.computed_at = evidence, clock.now()
    return evidence


def _publish(community: Community, period: str, evidence: dict[str, Any]) -> ScoreSnapshot:
    known = db.session.scalar(select(ScoreSnapshot).where(ScoreSnapshot.period == period))
    if known is not None:  # what was published stays; a correction is a new row with its reason
        return known
    snapshot = ScoreSnapshot(
        region_path=community.region_path, period=period, version=evidence["version"],
        households=sum(evidence["households"].values()), computed_at=clock.now(), **_figures(evidence),
    )  # fmt: skip
    db.session.add(snapshot)
    return snapshot


def _figures(evidence: dict[str, Any]) -> dict[str, Any]:
    """What a snapshot shows. Where there is too little evidence, the number is not kept at all."""
    if not sum(evidence["households"].values()):
        return {
            "published": False,
            "score": None,
            "low": None,
            "high": None,
            "evidence": 0.0,
            "pillars": {},
            "indicators": {},
        }
    result = formula.compute(evidence)
    shown = result["published"]
    return {
        "published": shown,
        "evidence": result["evidence"],
        **{name: result[name] if shown else None for name in ("score", "low", "high")},
        "pillars": result["pillars"] if shown else {},
        "indicators": formula.details(evidence),
    }


def counted(community: Community, period: str) -> dict[str, Any]:
    """The evidence of the bound community for a quarter and the two before (docs/score.md)."""
    quarters = [clock.quarters_back(period, back) for back in range(WINDOW)]
    grids = {grid.id: grid for grid in db.session.scalars(select(Grid).order_by(Grid.position, Grid.id))}
    return {
        "version": community.score_version,
        "households": {grid.name: grid.households for grid in grids.values()},
        "adults": {grid.name: grid.adults for grid in grids.values()},
        "breadth": {name: _breadth(name, selects, quarters, grids) for name, selects in measures.breadth().items()},
        "rates": {name: _rate(query, quarters) for name, query in measures.rates(clock.now()).items()},
        "rated": _rated(quarters),
    }


def _breadth(name: str, selects: list[Any], quarters: list[str], grids: dict[Any, Grid]) -> dict[str, list[int]]:
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
    size = {grid.name: grid.adults if name == "C1" else grid.households for grid in grids.values()}
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


def _rated(quarters: list[str]) -> dict[str, dict[str, float]]:
    """The latest round of the window; answers to question 1 are D1, to question 2 D2. Means to a tenth, bands by their least."""
    offered = measures.rated().subquery()
    rows = db.session.execute(select(offered).where(offered.c.quarter.in_(quarters))).all()
    latest = max((row.quarter for row in rows), default=None)
    return {
        f"D{row.question}": {"mean": row.weighted, "answers": int(row.figure["n"].split("–")[0].rstrip("+"))}
        for row in rows if row.quarter == latest
    }  # fmt: skip
