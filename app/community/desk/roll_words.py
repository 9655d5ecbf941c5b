"""What a sheet says and would do, in the reader's words. No cell of it is said back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.community.roll.columns import Column
from app.community.roll.comparing import CLOSED, HOUSEHOLDS_WORD, VERIFIED, Plan
from app.community.roll.lines import LeftOut, Place, Problem, Reading
from app.web.formats import as_number
from app.web.reader import gettext, ngettext
from app.web.shapes import joined
from app.web.terms import term

MOST_SHOWN = 100  # problems
MOST_NAMED = 12  # lines, in a row


def done(counts: dict[str, Any]) -> list[str]:
    """What it did, or would do, in numbers; what is nought is left out."""
    new, estimated, changed, unchanged, moved, absent = (counts.get(name, 0) for name in NUMBERS)
    said = (
        (new, ngettext("%(count)s new household", "%(count)s new households", new, count=as_number(new))),
        (estimated, _estimated(estimated)),
        (changed, ngettext("%(count)s changed", "%(count)s changed", changed, count=as_number(changed))),
        (unchanged, ngettext("%(count)s as they are", "%(count)s as they are", unchanged, count=as_number(unchanged))),
        (moved, _moved(moved)),
        (absent, _absent(absent)),
    )
    return [words for number, words in said if number]


NUMBERS = ("new", "estimated", "changed", "unchanged", "moved", "absent")


def _estimated(number: int) -> str:
    return ngettext(
        "%(count)s of them with an estimate of adults",
        "%(count)s of them with estimates of adults",
        number,
        count=as_number(number),
    )


def _moved(number: int) -> str:
    return ngettext(
        "%(count)s entrance goes to another grid",
        "%(count)s entrances go to another grid",
        number,
        count=as_number(number),
    )


def _absent(number: int) -> str:
    return ngettext(
        "%(count)s household of the register is not in the sheet, and stays",
        "%(count)s households of the register are not in the sheet, and stay",
        number,
        count=as_number(number),
    )


@dataclass
class Preview:
    """What the page of a sheet shows before anything is written."""

    reading: Reading
    plan: Plan

    @property
    def done(self) -> list[str]:
        return done(self.plan.counts)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(where, what) of the first that keep it from being written."""
        return [(self._where(one.place), _said(one)) for one in self._in_order()[:MOST_SHOWN]]

    @property
    def more_problems(self) -> int:
        return max(len(self.plan.problems) - MOST_SHOWN, 0)

    def _in_order(self) -> list[Problem]:
        return sorted(self.plan.problems, key=lambda one: one.place or Place(0, 0))

    def _where(self, place: Place | None) -> str:
        if place is None:
            return gettext("The whole")
        if self._sheets > 1:
            return gettext("Sheet %(sheet)s, line %(line)s", sheet=place.sheet, line=place.line)
        return gettext("Line %(line)s", line=place.line)

    @property
    def _sheets(self) -> int:
        places = [one.place for one in self.reading.lines[:1] + self.reading.lines[-1:]]
        return max((one.sheet for one in [*places, *(p.place for p in self.plan.problems if p.place)]), default=1)

    @property
    def columns(self) -> str:
        """What was read, by its own words."""
        return str(joined(*(_column(one) for one in Column if one in self.reading.columns)))

    @property
    def notes(self) -> list[str]:
        """What was understood in some way, so that one can look whether it was meant so."""
        left, kept = self.reading.left_out, self.plan.kept
        said = (
            (self.plan.doubles, gettext("The same door again, taken as one")),
            (self.reading.dates, gettext("The spreadsheet shows a day where 7-1 was typed, read as that")),
            (kept.get(HOUSEHOLDS_WORD), gettext("The household itself said another number of adults: that stays")),
            (kept.get(VERIFIED), gettext("More adults are verified there than the sheet says: the number stays")),
            (kept.get(CLOSED), gettext("This door has been closed: it stays so")),
            (left.get(LeftOut.TOTAL), gettext("Totals, left out")),
            (left.get(LeftOut.HEADER), gettext("Headers, left out")),
            (left.get(LeftOut.NOTE), gettext("Notes and signatures, left out")),
            (left.get(LeftOut.ELSEWHERE), gettext("Doors of other communities, left out")),
        )
        return [self._lines(words, places) for places, words in said if places]

    def _lines(self, words: str, places: Sequence[Place]) -> str:
        """Totals, left out: lines 40, 77, 102 …"""
        named = [f"{one.sheet}:{one.line}" if self._sheets > 1 else str(one.line) for one in sorted(set(places))]
        lines = gettext(", ").join(named[:MOST_NAMED]) + (" …" if len(named) > MOST_NAMED else "")
        return gettext("%(what)s: lines %(lines)s (%(count)s)", what=words, lines=lines, count=as_number(len(named)))

    @property
    def new_names(self) -> list[str]:
        """Compounds and grids that the sheet brings."""
        compounds = gettext(
            "New compounds: %(names)s", names=gettext(", ").join(name for _, name in self.plan.compounds)
        )
        grids = gettext(
            "New %(grid)s: %(names)s", grid=term("grid"), names=gettext(", ").join(name for _, name in self.plan.grids)
        )
        return [words for words, new in ((compounds, self.plan.compounds), (grids, self.plan.grids)) if new]


def _said(problem: Problem) -> str:
    return gettext(problem.message, **problem.values) if problem.values else gettext(problem.message)


def _column(column: Column) -> str:
    words = {
        Column.COMMUNITY: term("community"),
        Column.COMPOUND: gettext("compound"),
        Column.BUILDING: term("building"),
        Column.UNIT: term("unit"),
        Column.ROOM: term("room"),
        Column.ADDRESS: gettext("address"),
        Column.GRID: term("grid"),
        Column.ADULTS: gettext("adults"),
        Column.AREA: gettext("area"),
        Column.TENURE: gettext("owner or tenant"),
        Column.USE: gettext("how it is used"),
        Column.PEOPLE: gettext("how many people (only whether it stands empty)"),
    }
    return words[column]
