"""What came out of a sheet: its doors, what is wrong in it and where, and the lines that are no doors."""

import enum
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.community.models import Tenure
from app.community.roll.columns import Column


class Place(NamedTuple):
    """Where something stands: the sheet of a file, and its line."""

    sheet: int
    line: int


class Problem(NamedTuple):
    """What is wrong, in a message; no place: with the whole."""

    message: str
    place: Place | None = None
    values: dict[str, Any] = {}


class LeftOut(enum.StrEnum):
    """Why a line is no door."""

    TOTAL = "total"
    NOTE = "note"
    HEADER = "header"
    ELSEWHERE = "elsewhere"  # a door of another community


@dataclass(frozen=True, slots=True)
class Line:
    """A door as a sheet says it; empty or None: not said. `area` in 0.01 m²."""

    place: Place
    compound: str
    building: str
    unit: str
    room: str
    grid: str = ""
    adults: int | None = None
    area: int | None = None
    tenure: Tenure | None = None
    grid_above: str = ""  # of the lines above, where this one leaves it out
    community: str = ""

    @property
    def door(self) -> tuple[str, str, str, str]:
        return self.compound, self.building, self.unit, self.room


@dataclass
class Reading:
    """A file, read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[LeftOut, list[Place]] = field(default_factory=dict)
    dates: list[Place] = field(default_factory=list)  # where a spreadsheet had made a day of 7-1
    columns: set[Column] = field(default_factory=set)
    not_read: int = 0  # columns of the tables that were not looked at

    def leave_out(self, why: LeftOut, place: Place) -> None:
        self.left_out.setdefault(why, []).append(place)
