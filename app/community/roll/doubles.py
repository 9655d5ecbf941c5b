"""The same door in several lines of a sheet: one household, where they agree; the owner's line and the tenant's say two things."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.community.doors import Door
from app.community.models import Tenure
from app.community.roll.lines import Line, Place, Problem
from app.core.refusal import N_
from tenants.text import folded

DIFFERENT = N_("This door stands in line %(line)s too, and the two say different things.")


def merged(lines: Sequence[Line]) -> tuple[list[Line], list[Place], list[Problem]]:
    """Each door once, the lines that said one again, and those that contradict another."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for one in sorted(lines, key=lambda one: one.place):
        groups.setdefault((folded(one.compound), *(part.casefold() for part in door_of(one))), []).append(one)
    doors, problems = [], []
    for group in groups.values():
        try:
            doors.append(group[0] if len(group) == 1 else _one(group))
        except _Differ:
            problems.append(Problem(DIFFERENT, group[-1].place, {"line": group[0].place.line}))
            doors.append(group[0])
    again = [one.place for group in groups.values() for one in group[1:]]
    return doors, again, problems


def door_of(line: Line) -> Door:
    return Door(line.building, line.unit, line.room)


class _Differ(ValueError):
    """Two lines say different things of one door."""


def _one(group: Sequence[Line]) -> Line:
    """A let home: its tenants live there, its owner has the area."""
    tenants = [one for one in group if one.tenure is Tenure.TENANT]
    owners = [one for one in group if one.tenure is Tenure.OWNER]
    let = bool(tenants and owners)
    living, owning = (tenants, owners) if let else (group, group)
    adults = _agreed(one.adults for one in living)
    return replace(
        group[0],
        adults=adults if adults is not None or not let else None,
        area=_agreed(one.area for one in owning) or _agreed(one.area for one in group if not let or one not in owning),
        tenure=Tenure.TENANT if tenants else Tenure.OWNER if owners else None,
        grid=_agreed_name(one.grid for one in group),
    )


def _agreed(said: Iterable[Any]) -> Any:
    found = {one for one in said if one is not None}
    if len(found) > 1:
        raise _Differ
    return found.pop() if found else None


def _agreed_name(said: Iterable[str]) -> str:
    found = {folded(one): one for one in said if one}
    if len(found) > 1:
        raise _Differ
    return next(iter(found.values()), "")
