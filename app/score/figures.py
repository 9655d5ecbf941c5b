"""What a snapshot shows of the evidence, for a community and for those above: after suppression, with all one needs to
work the number out again. Where there is too little evidence there is no number, nor anything it follows from.
"""

from typing import Any

from app.core.disclosure import in_twenties
from app.score import formula
from app.score.versions import VERSIONS, Indicator

NUMBERS = ("score", "low", "high", "own")


def figures(evidence: dict[str, Any]) -> dict[str, Any]:
    """The columns of a snapshot that follow from its evidence."""
    if not sum(evidence["households"].values()):
        return {"published": False, "evidence": 0.0, "pillars": {}, "indicators": {}, **dict.fromkeys(NUMBERS)}
    result = formula.compute(evidence)
    shown = result["published"]
    return {
        "published": shown,
        "evidence": result["evidence"],
        **{name: result[name] if shown else None for name in NUMBERS},
        "pillars": result["pillars"] if shown else {},
        "indicators": _indicators(evidence, shown),
    }


def _indicators(evidence: dict[str, Any], shown: bool) -> dict[str, Any]:
    """Per indicator {basis, seen, u, and its counts}; `u` is None where no number is shown, or nothing was recorded."""
    version = VERSIONS[evidence["version"]]
    found = {}
    for name, detail in formula.details(evidence).items():
        level = detail["u"] if shown and detail["basis"] != "nothing" else None
        counts = _counts(version.indicators[name], name, evidence, detail)
        found[name] = {"basis": detail["basis"], "seen": detail["seen"], "u": level, **counts}
    return found


def _counts(indicator: Indicator, name: str, evidence: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Rates by quarter and weighted; of people in twenties; of a round its mean and the least of its band."""
    if indicator.kind == "breadth":
        took_part = sum(map(sum, evidence.get("breadth", {}).get(name, {}).values()))
        return {"x": in_twenties(took_part), "n": sum(evidence[indicator.unit].values())}
    if indicator.kind == "rate":
        return {"x": found["x"], "n": found["n"], "quarters": evidence.get("rates", {}).get(name, [])}
    rated = evidence.get("rated", {}).get(name) or {"mean": None, "answers": 0}
    return {"x": rated["mean"], "n": rated["answers"]}
