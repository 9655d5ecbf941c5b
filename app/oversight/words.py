"""What the superior's desk says of one community: published figures only, in words."""

from typing import Any, NamedTuple

from app.score.words import about, evidence_level, weakest
from app.web.formats import as_number
from app.web.page_links import link
from app.web.reader import Reader


class Score(NamedTuple):
    """A published score: in words, as it is drawn, and as it is read out to whoever does not see the drawing."""

    words: str
    value: float
    low: float
    high: float
    read_out: str


class DeskLine(NamedTuple):
    """One community on the desk of those above it; without a score where none is published."""

    name: str
    href: str
    households: str
    score: Score | None
    evidence: str
    weakest: str


def listed(row: Any, by: Reader) -> DeskLine:
    """A row of `queries.communities`."""
    households = by.ngettext(
        "%(count)s household", "%(count)s households", row.households, count=as_number(row.households)
    )
    return DeskLine(
        row.name, link("oversight.community", at=row.slug), households, _score(row, by) if row.published else None,
        evidence_level(row.evidence or 0), weakest(row.pillars) or "—",
    )  # fmt: skip


def _score(row: Any, by: Reader) -> Score:
    value, low, high = about(row.score), about(row.low), about(row.high)
    read_out = by.gettext(
        "About %(value)s, between %(low)s and %(high)s, on a scale from 0 to 100", value=value, low=low, high=high
    )
    words = by.gettext("About %(score)s", score=value)
    return Score(f"{words} ({low}–{high})", row.score, row.low, row.high, read_out)
