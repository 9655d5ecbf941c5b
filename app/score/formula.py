"""The co-governance score as a pure function of counted evidence (docs/score.md)."""

import math
from typing import Any

from app.score.evidence import check
from app.score.levels import Seen, basis, clip, level, own_level, see
from app.score.versions import Indicator, Version

SLACK = 1e-9


def compute(evidence: dict[str, Any]) -> dict[str, Any]:
    """Score, 90 % interval, own level, evidence, pillars and indicators; raises BadEvidence."""
    version, seen, own = _seen(evidence)
    levels = {name: level(version, name, seen[name], own) for name in version.indicators}
    pillars = {k: math.fsum(ind.share * levels[j][0] for j, ind in of_pillar(version, k)) for k in version.weights}
    spread = {
        k: math.sqrt(math.fsum(ind.share**2 * levels[j][1] for j, ind in of_pillar(version, k)))
        for k in version.weights
    }
    known = _known(version, seen)
    score = _score(version, pillars)
    low, high = _interval(version, pillars, spread, score)
    total = math.fsum(version.weights[k] * known[k] for k in known)
    return {
        "version": version.name, "score": score, "low": low, "high": high, "own": own, "evidence": total,
        "published": _publishable(version, evidence, total, known), "pillars": pillars,
        "indicators": {name: u for name, (u, _) in levels.items()},
    }  # fmt: skip


def details(evidence: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Per indicator what it came from: {u, basis, x, n, seen}, with x of n weighted by quarter."""
    version, seen, own = _seen(evidence)
    return {
        name: {
            "u": level(version, name, found, own)[0], "basis": basis(version, name, found).value, "x": found.x, "n": found.n,
            "seen": found.seen,
        }
        for name, found in seen.items()
    }  # fmt: skip


def _seen(evidence: dict[str, Any]) -> tuple[Version, dict[str, Seen], float]:
    version = check(evidence)
    seen = {name: see(version, name, evidence) for name in version.indicators}
    return version, seen, own_level(version, seen)


def of_pillar(version: Version, pillar: str) -> list[tuple[str, Indicator]]:
    return [(name, ind) for name, ind in version.indicators.items() if ind.pillar == pillar]


def _known(version: Version, seen: dict[str, Seen]) -> dict[str, float]:
    """Of each pillar, how much of it was seen."""
    return {
        k: math.fsum(ind.share * seen[j].seen / version.full for j, ind in of_pillar(version, k))
        for k in version.weights
    }


def _score(version: Version, pillars: dict[str, float]) -> float:
    """100·(G−0.05)/0.95 with G the weighted geometric mean of the pillars, none below 0.05."""
    product: float = math.prod(max(clip(pillars[k]), version.floor) ** w for k, w in version.weights.items())
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
