"""From counts to levels: what was seen of each indicator, and where little was, the community's own level."""

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.score.evidence import QUARTERS, STARS
from app.score.versions import Indicator, Version


class Basis(enum.StrEnum):
    """What a level rests on."""

    MEASURED = "measured"
    CARRIED = "carried"  # too little was seen: the community's own level decides more than what was
    NOTHING = "nothing"  # nothing was recorded: there is no level to show, its own level stands in


@dataclass(frozen=True)
class Seen:
    """What was seen of one indicator: `x` of `n`, the level `v` (may lie outside 0…1 for rates) and `seen` of 20.

    `fixed_var` is the variance of breadth; rates and ratings get theirs after shrinking. `recorded`: something was,
    if too little to be read.
    """

    x: float
    n: float
    v: float
    seen: float
    fixed_var: float | None = None
    recorded: bool = True


def clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def see(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    kinds: dict[str, Callable[..., Seen]] = {"breadth": _see_breadth, "rate": _see_rate, "rating": _see_rating}
    return kinds[version.indicators[name].kind](version, name, evidence)


def _see_breadth(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    """Share of units that took part, per grid and capped at the target: a strong grid never pays for a weak one."""
    indicator = version.indicators[name]
    units, found = evidence[indicator.unit], evidence.get("breadth", {}).get(name, {})
    target = target_of(version, indicator, sum(evidence["households"].values()))
    total, levels, variances = sum(units.values()), [], []
    for grid, n in units.items():
        if not n:
            continue
        part = min(weighted(version, found.get(grid, [0] * QUARTERS)), n) / n
        levels.append(n / total * min(1.0, part / target))
        if part < target:
            s = clip((n * part + version.breadth_prior * target) / (n + version.breadth_prior))
            variances.append((n / total / target) ** 2 * s * (1 - s) / (n + version.breadth_prior))
    v = math.fsum(levels)
    return Seen(v, version.full, v, version.full, math.fsum(variances))


def target_of(version: Version, indicator: Indicator, households: int) -> float:
    """The share of units at which breadth is full: higher in a small community, lower in a large one."""
    return indicator.t0 * clip((version.size_norm / households) ** version.size_exponent, *version.size_bounds)


def weighted(version: Version, counts: list[int]) -> float:
    return math.fsum(q * c for q, c in zip(version.quarter_weights, counts, strict=True))


def _see_rate(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    indicator = version.indicators[name]
    pairs = evidence.get("rates", {}).get(name) or [[0, 0]] * QUARTERS
    x, n = (weighted(version, [pair[i] for pair in pairs]) for i in (0, 1))
    v = (x / n - indicator.lo) / (indicator.hi - indicator.lo) if n else 0.0
    return Seen(x, n, v, min(n, version.full), recorded=n > 0)


def _see_rating(version: Version, name: str, evidence: dict[str, Any]) -> Seen:
    """Post-stratified by grid; under 20 answers, or too few grids, it is not read at all. A counted round comes so already."""
    indicator, households = version.indicators[name], evidence["households"]
    if (rated := evidence.get("rated", {}).get(name)) and rated["answers"] >= version.full:
        n, mean = rated["answers"], (rated["mean"] - 1) / (STARS - 1)
        return Seen(n * mean, n, (mean - indicator.lo) / (indicator.hi - indicator.lo), version.full)
    stars = {grid: row for grid, row in evidence.get("ratings", {}).get(name, {}).items() if sum(row)}
    count = sum(map(sum, stars.values()))
    if count < version.full or len(stars) < min(version.few_grids, len(households)):
        return Seen(0.0, 0.0, 0.0, 0.0, recorded=rated is not None or count > 0)
    living = sum(households[grid] for grid in stars)
    weight = {
        grid: clip((households[grid] / living if living else 0.0) / (sum(row) / count), *version.grid_weights)
        for grid, row in stars.items()
    }
    w = math.fsum(weight[grid] * sum(row) for grid, row in stars.items())
    w2 = math.fsum(weight[grid] ** 2 * sum(row) for grid, row in stars.items())
    y = math.fsum(weight[grid] * c * star / (STARS - 1) for grid, row in stars.items() for star, c in enumerate(row))
    return Seen(y, w * w / w2, (y / w - indicator.lo) / (indicator.hi - indicator.lo), version.full)


def own_level(version: Version, seen: dict[str, Seen]) -> float:
    """The community's own level: what was seen of it, begun at 0.55."""
    heavy = [
        (version.weights[ind.pillar] * ind.share * seen[j].seen, seen[j].v) for j, ind in version.indicators.items()
    ]
    return clip((version.own_start + math.fsum(w * v for w, v in heavy)) / (1 + math.fsum(w for w, _ in heavy)))


def level(version: Version, name: str, seen: Seen, own: float) -> tuple[float, float]:
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
        p = clip(indicator.lo + width * t, *version.share_bounds)
        variance = p * (1 - p)
    return clip(t), variance / (version.prior + seen.n) / width**2


def basis(version: Version, name: str, seen: Seen) -> Basis:
    """Measured, carried, or nothing recorded: 0 of 0 is never a value."""
    if not seen.recorded:
        return Basis.NOTHING
    if version.indicators[name].kind == "breadth" or seen.n >= version.prior:
        return Basis.MEASURED
    return Basis.CARRIED
