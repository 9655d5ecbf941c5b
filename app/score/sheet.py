"""A snapshot as a page draws it, by its own version: every part and indicator with what one needs to work it out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext

from app.core.disclosure import LEAST, may_be_shown
from app.score import measures
from app.score.formula import of_pillar
from app.score.levels import Basis, target_of
from app.score.models import ScoreSnapshot
from app.score.versions import VERSIONS, Indicator, Version
from app.score.words import MEASURES, PILLARS

NONE = "—"


@dataclass(frozen=True)
class Line:
    """One indicator. `counted`: this quarter, the last, the one before; `weighted`: what the level was worked out from."""

    id: str
    label: str
    what: str
    share: str
    goal: str
    counted: str
    weighted: str
    level: str
    basis: str
    tone: str


@dataclass(frozen=True)
class Part:
    """A pillar of the score with its weight, its level and its indicators."""

    id: str
    name: str
    weight: str
    level: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Sheet:
    """The numbers of a snapshot, written out; where there are none `facts` says so by being short."""

    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]


def sheet(snapshot: ScoreSnapshot) -> Sheet:
    version = VERSIONS[snapshot.version]
    parts = [_part(version, pillar, snapshot) for pillar in version.weights] if snapshot.indicators else []
    return Sheet(_facts(snapshot), parts)


def _facts(snapshot: ScoreSnapshot) -> list[tuple[str, str]]:
    facts = [
        (gettext("Version"), snapshot.version),
        (gettext("Number of households"), format_decimal(snapshot.households)),
    ]
    if snapshot.score is not None and snapshot.low is not None and snapshot.high is not None:
        facts += [
            (gettext("Score"), tenths(snapshot.score)),
            (gettext("90 % interval"), f"{tenths(snapshot.low)}–{tenths(snapshot.high)}"),
            (gettext("Own level"), fine(snapshot.own)),
        ]
    return [*facts, (gettext("Evidence"), fine(snapshot.evidence))]


def tenths(value: float) -> str:
    return str(format_decimal(value, "0.0"))


def fine(value: float | None) -> str:
    return NONE if value is None else str(format_decimal(value, "0.0000"))


def _share(value: float) -> str:
    return str(format_decimal(value, "0.00"))


def _part(version: Version, pillar: str, snapshot: ScoreSnapshot) -> Part:
    lines = [_line(version, indicator, name, snapshot) for name, indicator in of_pillar(version, pillar)]
    level = fine(snapshot.pillars.get(pillar))
    return Part(pillar, str(PILLARS[pillar]), _share(version.weights[pillar]), level, lines)


def _line(version: Version, indicator: Indicator, name: str, snapshot: ScoreSnapshot) -> Line:
    found, (label, what) = snapshot.indicators[name], MEASURES[indicator.measure]
    basis, dark = Basis(found["basis"]), indicator.kind == "rating" and not may_be_shown(found["n"])
    word, tone = _basis(basis, indicator)
    return Line(
        name, str(label), str(what), _share(indicator.share), _goal(version, indicator, snapshot.households),
        NONE if basis is Basis.NOTHING else _counted(indicator, found, dark), _weighted(indicator, found, dark),
        fine(found["u"]), word, tone,
    )  # fmt: skip


def _goal(version: Version, indicator: Indicator, households: int) -> str:
    """Where the level is 0 and where it is 1."""
    if indicator.kind == "breadth":
        return f"0–{fine(target_of(version, indicator, households))}"
    return f"{_share(indicator.lo)}–{_share(indicator.hi)}"


def _counted(indicator: Indicator, found: dict[str, Any], dark: bool) -> str:
    if indicator.kind == "rate":
        return " · ".join(_of(x, n) for x, n in found["quarters"])
    if indicator.kind == "rating":
        return (
            gettext("too few answers to be read") if dark else gettext("%(mean)s of 5 stars", mean=tenths(found["x"]))
        )
    return _people(found["x"], found["n"])


def _of(part: float, whole: float) -> str:
    """0 of 0 is no value."""
    if not whole:
        return NONE
    return gettext("%(part)s of %(whole)s", part=format_decimal(part), whole=format_decimal(whole))


def _people(took_part: int, all_: int) -> str:
    """How many took part, in twenties."""
    whole = format_decimal(all_)
    if not may_be_shown(took_part):
        return gettext("fewer than %(least)s of %(whole)s", least=LEAST, whole=whole)
    return gettext("%(part)s or more of %(whole)s", part=format_decimal(took_part), whole=whole)


def _weighted(indicator: Indicator, found: dict[str, Any], dark: bool) -> str:
    if indicator.kind == "rate":
        return _of(found["x"], found["n"])
    if indicator.kind == "breadth" or dark:
        return NONE
    return gettext("%(count)s answers or more", count=format_decimal(found["n"]))


def _basis(basis: Basis, indicator: Indicator) -> tuple[str, str]:
    """Measured, carried, nothing counted yet, or not recorded by this release at all."""
    if basis is Basis.MEASURED:
        return gettext("measured"), "good"
    if basis is Basis.CARRIED:
        return gettext("carried"), "warm"
    if not measures.is_recorded(indicator.measure):
        return gettext("not recorded"), "plain"
    return gettext("nothing recorded"), "plain"
