"""Counted evidence: what the formula takes, and one sentence naming the place of anything wrong in it."""

from typing import Any

from app.score.versions import VERSIONS, Version

QUARTERS = 3
STARS = 5
SMALLEST_SAMPLE = 120  # people a round asks at least; a small grid's register may lag behind who lived there then


class BadEvidence(ValueError):
    """The evidence breaks its rules; `path` is where, in dotted form ("rates.E1[1]")."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path


def check(evidence: Any) -> Version:
    """The version of sound evidence; raises BadEvidence naming the first place that is not (docs/score.md)."""
    if not isinstance(evidence, dict):
        raise BadEvidence("evidence", "is not an object")
    if evidence.get("version") not in VERSIONS:
        raise BadEvidence("version", f"is not one of {', '.join(VERSIONS)}")
    version = VERSIONS[evidence["version"]]
    if unknown := set(evidence) - {"version", "households", "adults", "breadth", "rates", "ratings", "rated"}:
        raise BadEvidence(min(unknown), "is not known")
    _registers(evidence)
    for kind, name, rule in (
        ("breadth", "breadth", _breadth),
        ("rate", "rates", _rate),
        ("rating", "ratings", _rating),
        ("rating", "rated", _rated),
    ):
        for indicator, value in _members(evidence.get(name, {}), name).items():
            if indicator not in version.indicators or version.indicators[indicator].kind != kind:
                raise BadEvidence(f"{name}.{indicator}", "is not an indicator of this kind")
            rule(evidence, version.indicators[indicator].unit, f"{name}.{indicator}", value)
    return version


def _members(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadEvidence(path, "is not an object")
    return value


def _count(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadEvidence(path, "is not an integer")
    if value < 0:
        raise BadEvidence(path, "is negative")
    return value


def _row(value: Any, length: int, path: str) -> list[Any]:
    if not isinstance(value, list) or len(value) != length:
        raise BadEvidence(path, f"is not a list of {length}")
    return value


def _registers(evidence: dict[str, Any]) -> None:
    for register in ("households", "adults"):
        for grid, count in _members(evidence.get(register), register).items():
            _count(count, f"{register}.{grid}")
    for grid in evidence["households"]:
        if grid not in evidence["adults"]:
            raise BadEvidence(f"adults.{grid}", "is missing")
    for grid in evidence["adults"]:
        if grid not in evidence["households"]:
            raise BadEvidence(f"adults.{grid}", "is not a grid of households")
    if not sum(evidence["households"].values()):
        raise BadEvidence("households", "has no household at all")


def _grid(evidence: dict[str, Any], path: str, grid: str) -> str:
    if grid not in evidence["households"]:
        raise BadEvidence(f"{path}.{grid}", "is not a grid of households")
    return f"{path}.{grid}"


def _breadth(evidence: dict[str, Any], unit: str, path: str, value: Any) -> None:
    for grid, counts in _members(value, path).items():
        here = _grid(evidence, path, grid)
        total = sum(_count(count, f"{here}[{i}]") for i, count in enumerate(_row(counts, QUARTERS, here)))
        if total > evidence[unit][grid]:
            raise BadEvidence(here, f"counts more than the grid's {unit}")


def _rate(_evidence: dict[str, Any], _unit: str, path: str, value: Any) -> None:
    for i, pair in enumerate(_row(value, QUARTERS, path)):
        here = f"{path}[{i}]"
        numerator, denominator = (_count(count, here) for count in _row(pair, 2, here))
        if numerator > denominator:
            raise BadEvidence(here, "has more successes than cases")


def _rating(evidence: dict[str, Any], _unit: str, path: str, value: Any) -> None:
    for grid, stars in _members(value, path).items():
        here = _grid(evidence, path, grid)
        total = sum(_count(count, f"{here}[{i}]") for i, count in enumerate(_row(stars, STARS, here)))
        if total > max(evidence["adults"][grid], SMALLEST_SAMPLE):
            raise BadEvidence(here, "has more answers than the grid has adults")


def _rated(_evidence: dict[str, Any], _unit: str, path: str, value: Any) -> None:
    """A round as it is kept once it was counted: {"mean": 1 to 5, "answers": the least of its band}.

    None: no round was held. No mean and no answers: one was, and too few answered for it to be read.
    """
    if value is None or value == {"mean": None, "answers": 0}:
        return
    if set(_members(value, path)) != {"mean", "answers"}:
        raise BadEvidence(path, "is not a mean and a number of answers")
    _count(value["answers"], f"{path}.answers")
    mean = value["mean"]
    if isinstance(mean, bool) or not isinstance(mean, int | float) or not 1 <= mean <= STARS:
        raise BadEvidence(f"{path}.mean", f"is not a number from 1 to {STARS}")
