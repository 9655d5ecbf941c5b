"""The co-governance score as a pure function of counted evidence (docs/score.md, version GZ-1.0)."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.score.evidence import QUARTERS, STARS, check
from app.score.versions import Indicator, Version

SLACK = 1e-9


@dataclass(frozen=True)
class Seen:
    """What was seen of one indicator: `x` of `n`, the level `v` (may lie outside 0…1 for rates) and `seen` of 20.

    `fixed_var` is the variance of breadth; rates and ratings get theirs after shrinking.
    """

    x: float
    n: float
    v: float
    seen: float
    fixed_var: float | None = None


def compute(evidence: dict[str, Any]) -> dict[str, Any]:
    """Score, 90 % interval, own level, evidence, pillars and indicators; raises BadEvidence."""
    version = check(evidence)
    seen = {name: _see(version, name, evidence) for name in version.indicators}
    own = _own(version, seen)
    levels = {name: _level(version, name, seen[name], own) for name in version.indicators}
    pillars = {k: math.fsum(ind.share * levels[j][0] for j, ind in _of(version, k)) for k in version.weights}
    spread = {
        k: math.sqrt(math.fsum(ind.share**2 * levels[j][1] for j, ind in _of(version, k))) for k in version.weights
    }
    known = {
        k: math.fsum(ind.share * seen[j].seen / version.full for j, ind in _of(version, k)) for k in version.weights
    }
    score = _score(version, pillars)
    low, high = _interval(version, pillars, spread, score)
    total = math.fsum(version.weights[k] * known[k] for k in known)
    return {
        "version": version.name, "score": score, "low": low, "high": high, "own": own, "evidence": total,
        "published": _publishable(version, evidence, total, known), "pillars": pillars,
        "indicators": {name: level for name, (level, _) in levels.items()},
    }  # fmt: skip


def details(evidence: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Per indicator what a page shows: {u, x, n, seen}. Ratings give no counts, only whether they were read."""
    version, result = check(evidence), compute(evidence)
    shown = {}
    for name, indicator in version.indicators.items():
        seen = _see(version, name, evidence)
        counts = {"x": 0.0, "n": 0.0} if indicator.kind == "rating" else _counts(indicator, name, evidence)
        shown[name] = {"u": result["indicators"][name], "seen": seen.seen, **counts}
    return shown


def _counts(indicator: Indicator, name: str, evidence: dict[str, Any]) -> dict[str, float]:
    """The plain counts of the window: units of units, or successes of cases."""
    if indicator.kind == "breadth":
        grids = evidence.get("breadth", {}).get(name, {})
        return {"x": sum(map(sum, grids.values())), "n": sum(evidence[indicator.unit].values())}
    pairs = evidence.get("rates", {}).get(name, [])
    return {"x": sum(pair[0] for pair in pairs), "n": sum(pair[1] for pair in pairs)}


def most_helpful(evidence: dict[str, Any]) -> tuple[str, int, float] | None:
    """The one small improvement that raises the score most: (indicator, by how many, score after).

    Tried: two more successes among this quarter's failures of a rate, and ten more units in the weakest
    grid of a breadth. None where nothing tried raises it.
    """
    now = compute(evidence)["score"]
    tried = [(name, by, compute(changed)["score"]) for name, by, changed in _improved(evidence)]
    best = max(tried, key=lambda one: one[2], default=None)
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


def _of(version: Version, pillar: str) -> list[tuple[str, Indicator]]:
    return [(name, ind) for name, ind in version.indicators.items() if ind.pillar == pillar]


def _clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def _see(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    kinds: dict[str, Callable[..., Seen]] = {"breadth": _see_breadth, "rate": _see_rate, "rating": _see_rating}
    return kinds[version.indicators[name].kind](version, name, evidence)


def _see_breadth(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    """Share of units that took part, per grid and capped at the target: a strong grid never pays for a weak one."""
    indicator = version.indicators[name]
    units, found = evidence[indicator.unit], evidence.get("breadth", {}).get(name, {})
    households = sum(evidence["households"].values())
    target = indicator.t0 * _clip((version.size_norm / households) ** version.size_exponent, *version.size_bounds)
    total, levels, variances = sum(units.values()), [], []
    for grid, n in units.items():
        if not n:
            continue
        part = min(_weighted(version, found.get(grid, [0] * QUARTERS)), n) / n
        levels.append(n / total * min(1.0, part / target))
        if part < target:
            s = _clip((n * part + version.breadth_prior * target) / (n + version.breadth_prior))
            variances.append((n / total / target) ** 2 * s * (1 - s) / (n + version.breadth_prior))
    v = math.fsum(levels)
    return Seen(v, version.full, v, version.full, math.fsum(variances))


def _weighted(version: Version, counts: list[int]) -> float:
    return math.fsum(q * c for q, c in zip(version.quarter_weights, counts, strict=True))


def _see_rate(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    indicator = version.indicators[name]
    pairs = evidence.get("rates", {}).get(name) or [[0, 0]] * QUARTERS
    x, n = (_weighted(version, [pair[i] for pair in pairs]) for i in (0, 1))
    v = (x / n - indicator.lo) / (indicator.hi - indicator.lo) if n else 0.0
    return Seen(x, n, v, min(n, version.full))


def _see_rating(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    """Post-stratified by grid; under 20 answers, or too few grids, it is not read at all. A counted round comes so already."""
    indicator, households = version.indicators[name], evidence["households"]
    if (rated := evidence.get("rated", {}).get(name)) and rated["answers"] >= version.full:
        n, mean = rated["answers"], (rated["mean"] - 1) / (STARS - 1)
        return Seen(n * mean, n, (mean - indicator.lo) / (indicator.hi - indicator.lo), version.full)
    stars = {grid: row for grid, row in evidence.get("ratings", {}).get(name, {}).items() if sum(row)}
    count = sum(map(sum, stars.values()))
    if count < version.full or len(stars) < min(version.few_grids, len(households)):
        return Seen(0.0, 0.0, 0.0, 0.0)
    living = sum(households[grid] for grid in stars)
    weight = {
        grid: _clip((households[grid] / living if living else 0.0) / (sum(row) / count), *version.grid_weights)
        for grid, row in stars.items()
    }
    w = math.fsum(weight[grid] * sum(row) for grid, row in stars.items())
    w2 = math.fsum(weight[grid] ** 2 * sum(row) for grid, row in stars.items())
    y = math.fsum(weight[grid] * c * star / (STARS - 1) for grid, row in stars.items() for star, c in enumerate(row))
    return Seen(y, w * w / w2, (y / w - indicator.lo) / (indicator.hi - indicator.lo), version.full)


def _own(version: Version, seen: dict[str, Seen]) -> float:
    """The community's own level: what was seen of it, begun at 0.55."""
    heavy = [
        (version.weights[ind.pillar] * ind.share * seen[j].seen, seen[j].v) for j, ind in version.indicators.items()
    ]
    return _clip((version.own_start + math.fsum(w * v for w, v in heavy)) / (1 + math.fsum(w for w, _ in heavy)))


def _level(version: Version, name: str, seen: Seen, own: float) -> tuple[float, float]:
    """(u, variance): breadth as it is, rates and ratings with eight imaginary cases at the own level."""
    if seen.fixed_var is not None:
        return seen.v, seen.fixed_var
    indicator = version.indicators[name]
    own = own - version.thin * max(0.0, 1 - seen.n / version.thin_below)
    t = (version.prior * own + seen.n * seen.v) / (version.prior + seen.n)
    width = indicator.hi - indicator.lo
    if indicator.kind == "rating" and seen.seen:
        variance = version.rating_variance
    else:
        p = _clip(indicator.lo + width * t, *version.share_bounds)
        variance = p * (1 - p)
    return _clip(t), variance / (version.prior + seen.n) / width**2


def _score(version: Version, pillars: dict[str, float]) -> float:
    """100·(G−0.05)/0.95 with G the weighted geometric mean of the pillars, none below 0.05."""
    product: float = math.prod(max(_clip(pillars[k]), version.floor) ** w for k, w in version.weights.items())
    return 100 * (product - version.floor) / (1 - version.floor)


def _interval(
    version: Version, pillars: dict[str, float], spread: dict[str, float], score: float
) -> tuple[float, float]:
    """The 90 % interval by variance recovery: each pillar moved alone by its own noise."""

    def reach(sign: int) -> float:
        moved = (_score(version, {**pillars, k: pillars[k] + sign * version.z * spread[k]}) for k in pillars)
        return math.sqrt(math.fsum((other - score) ** 2 for other in moved))

    return max(0.0, score - reach(-1)), min(100.0, score + reach(+1))


def _publishable(version: Version, evidence: dict[str, Any], total: float, known: dict[str, float]) -> bool:
    enough = total >= version.least_evidence - SLACK
    each = all(part >= version.least_known - SLACK for part in known.values())
    return sum(evidence["households"].values()) >= version.least_households and enough and each
