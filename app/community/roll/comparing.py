"""The doors of a sheet beside those of the register: what is new, what differs, and what only people can settle. Pure."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.community.doors import Door, hash_of_door
from app.community.models import AdultsSaid, Tenure
from app.community.roll.doubles import door_of, merged
from app.community.roll.lines import Line, Place, Problem
from app.core.refusal import N_
from tenants.columns import new_id
from tenants.text import folded

SAME_ESTATE = 0.5  # of a sheet's doors: where so many are known, it lists the compound that the register holds

WHICH_COMPOUND = N_("Please say which compound this is: the community has several.")
ANOTHER_COMPOUND = N_(
    "The register holds one compound so far, and %(name)s seems to be another. Please enter it as a second compound first, "
    "or say that it is the same."
)
NAME_FIRST = N_(
    "This names several compounds, while the register holds doors of one that has no name. Please enter a second compound first."
)
TWO_GRIDS = N_("This entrance lies in two grids here: %(one)s and %(other)s.")
NO_GRID = N_("Please say in which grid these doors lie.")


class Choices(NamedTuple):
    """What whoever sends a sheet says of the lines that leave it out. `same`: it lists the one compound there is."""

    estimate: int = 2
    grid: str = ""
    compound: str = ""
    same: bool = False


class Known(NamedTuple):
    """A door of the register. `verified`: how many adults are verified there."""

    id: uuid.UUID
    grid_id: uuid.UUID
    adults: int
    said_by: AdultsSaid | None
    area: int | None
    tenure: Tenure | None
    closed: bool
    verified: int


class Entrance(NamedTuple):
    compound_id: uuid.UUID | None
    building: str
    unit: str


@dataclass
class Register:
    """The register as it is: doors by their hash, entrances with their grid, compounds and grids by folded name."""

    doors: dict[bytes, Known] = field(default_factory=dict)
    entrances: dict[Entrance, uuid.UUID] = field(default_factory=dict)
    compounds: dict[str, uuid.UUID] = field(default_factory=dict)
    grids: dict[str, uuid.UUID] = field(default_factory=dict)
    place: str = ""  # of the community: what its only grid is called where it has none yet


class Wanted(NamedTuple):
    """A door as the register is to say it; None: what it says already stays, or is an estimate."""

    place: Place
    compound_id: uuid.UUID | None
    building: str
    unit: str
    room: str
    grid_id: uuid.UUID
    adults: int | None
    area: int | None
    tenure: Tenure | None

    @property
    def key(self) -> bytes:
        return hash_of_door(self.compound_id.hex if self.compound_id else "", Door(self.building, self.unit, self.room))

    @property
    def entrance(self) -> Entrance:
        return Entrance(self.compound_id, self.building, self.unit)


@dataclass
class Plan:
    """What a sheet would do to the register."""

    wanted: list[Wanted] = field(default_factory=list)
    compounds: list[tuple[uuid.UUID, str]] = field(default_factory=list)  # new ones
    grids: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubles: list[Place] = field(default_factory=list)  # lines that say a door once more
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    estimated: int = 0  # new doors without a number of adults
    moved: int = 0  # entrances that change their grid
    absent: int = 0  # doors of the register that the sheet does not name: they stay
    kept: dict[str, list[Place]] = field(default_factory=dict)  # why the register's word stays → lines

    @property
    def counts(self) -> dict[str, int]:
        names = ("new", "changed", "unchanged", "estimated", "moved", "absent")
        return {name: getattr(self, name) for name in names} | {
            "compounds": len(self.compounds),
            "grids": len(self.grids),
        }


CLOSED, HOUSEHOLDS_WORD, VERIFIED = "closed", "household", "verified"


def compare(lines: Sequence[Line], register: Register, choices: Choices) -> Plan:
    """What writing these lines would do. The order of the lines makes no difference."""
    plan = Plan()
    doors, plan.doubles, plan.problems = merged(lines)
    lies_in = _compounds(doors, register, choices, plan)
    if not plan.problems:
        _lay_in_grids(doors, lies_in, register, choices, plan)
    for wanted in plan.wanted:
        _count(wanted, register.doors.get(wanted.key), plan)
    plan.moved = len(
        {one.entrance for one in plan.wanted if register.entrances.get(one.entrance, one.grid_id) != one.grid_id}
    )
    known = sum(not one.closed for one in register.doors.values())
    plan.absent = known - sum(not one.closed for one in _named(plan.wanted, register))
    return plan


def _named(wanted: Iterable[Wanted], register: Register) -> list[Known]:
    return [register.doors[one.key] for one in wanted if one.key in register.doors]


def _count(wanted: Wanted, known: Known | None, plan: Plan) -> None:
    if known is None:
        plan.new += 1
        plan.estimated += wanted.adults is None
    elif difference(wanted, known, plan.kept):
        plan.changed += 1
    else:
        plan.unchanged += 1


def difference(wanted: Wanted, known: Known, kept: dict[str, list[Place]] | None = None) -> dict[str, Any]:
    """What a line changes about a known door. Closed doors stay as they are, and a household's own word stands."""
    kept = {} if kept is None else kept
    if known.closed:
        kept.setdefault(CLOSED, []).append(wanted.place)
        return {}
    found: dict[str, Any] = {}
    if wanted.tenure not in (None, known.tenure):
        found["tenure"] = wanted.tenure
    if wanted.area not in (None, known.area):
        found["owned_area"] = wanted.area
    if wanted.adults is not None and (wanted.adults != known.adults or known.said_by is None):
        why = _why_kept(wanted.adults, known)
        if why is None:
            found |= {"adults": wanted.adults, "adults_said_by": AdultsSaid.SHEET}
        else:
            kept.setdefault(why, []).append(wanted.place)
    return found


def _why_kept(adults: int, known: Known) -> str | None:
    if known.said_by is AdultsSaid.HOUSEHOLD:
        return HOUSEHOLDS_WORD
    return VERIFIED if adults < known.verified else None


LiesIn = dict[str, uuid.UUID | None]  # by the folded name of a compound, "" where a line names none


def _compounds(doors: Sequence[Line], register: Register, choices: Choices, plan: Plan) -> LiesIn:
    """Which compound each name means. A community of one compound never sees the level, though its sheet may name it."""
    names = {folded(one.compound): one.compound for one in doors if one.compound}
    if not register.compounds and len(names) < 2:
        for name in names.values():
            if not choices.same and _seems_another(doors, register):
                plan.problems.append(Problem(ANOTHER_COMPOUND, None, {"name": name}))
        return dict.fromkeys(("", *names))
    if not register.compounds and register.doors:
        plan.problems.append(Problem(NAME_FIRST))
        return {}
    plan.compounds = [(new_id(), names[key]) for key in sorted(names.keys() - register.compounds.keys())]
    lies_in: LiesIn = {**register.compounds, **{folded(name): key for key, name in plan.compounds}}
    if choices.compound:
        lies_in[""] = lies_in.get(folded(choices.compound))
    unsaid = [one for one in doors if not one.compound and lies_in.get("") is None]
    plan.problems += [Problem(WHICH_COMPOUND, one.place) for one in unsaid]
    return lies_in


def _seems_another(doors: Sequence[Line], register: Register) -> bool:
    known = sum(hash_of_door("", door_of(one)) in register.doors for one in doors)
    return bool(register.doors) and known < SAME_ESTATE * len(doors)


def _lay_in_grids(doors: Sequence[Line], lies_in: LiesIn, register: Register, choices: Choices, plan: Plan) -> None:
    """Each entrance lies in one grid: the one that is named for it, else where it lies, else its building, else as chosen."""
    names = _Grids(register, plan)
    entrances: dict[Entrance, uuid.UUID] = {}
    behind: dict[Entrance, list[Line]] = defaultdict(list)
    for one in doors:
        behind[Entrance(lies_in[folded(one.compound)], one.building, one.unit)].append(one)
    for entrance, lines in behind.items():
        named = {folded(one.grid): one for one in sorted(lines, key=lambda one: one.place) if one.grid}
        if len(named) > 1:
            one, other, *_ = named.values()
            plan.problems.append(Problem(TWO_GRIDS, other.place, {"one": one.grid, "other": other.grid}))
        elif named:
            entrances[entrance] = names.of(next(iter(named.values())).grid)
    around = _Around(register.entrances | entrances)
    for entrance in sorted(behind.keys() - entrances.keys(), key=str):
        above = next((one.grid_above for one in behind[entrance] if one.grid_above), "")
        grid_id = around.entrances.get(entrance) or (names.of(above) if above else around.beside(entrance))
        grid_id = grid_id or names.chosen(choices.grid)
        if grid_id is None:
            plan.problems.append(Problem(NO_GRID, min(one.place for one in behind[entrance])))
        else:
            entrances[entrance] = grid_id
    plan.wanted = [
        _wanted(one, entrance, entrances)
        for entrance, lines in behind.items()
        for one in lines
        if entrance in entrances
    ]


def _wanted(one: Line, entrance: Entrance, grids: dict[Entrance, uuid.UUID]) -> Wanted:
    return Wanted(one.place, *entrance, one.room, grids[entrance], one.adults, one.area, one.tenure)


@dataclass
class _Grids:
    """Grids by name, new ones among them."""

    register: Register
    plan: Plan

    def of(self, name: str) -> uuid.UUID:
        known = self.register.grids | {folded(name): key for key, name in self.plan.grids}
        if folded(name) not in known:
            known[folded(name)] = new_id()
            self.plan.grids.append((known[folded(name)], name))
        return known[folded(name)]

    def chosen(self, name: str) -> uuid.UUID | None:
        """The one that was said, else the only one there is; a community without any gets its first."""
        if name:
            return self.of(name)
        known = [*self.register.grids.values(), *(key for key, _ in self.plan.grids)]
        if not known:
            return self.of(self.register.place)
        return known[0] if len(known) == 1 else None


class _Around:
    """In which grid entrances lie, and those of a building together."""

    def __init__(self, entrances: dict[Entrance, uuid.UUID]) -> None:
        self.entrances = entrances
        self.buildings: dict[tuple[Any, str], set[uuid.UUID]] = defaultdict(set)
        for entrance, grid_id in entrances.items():
            self.buildings[entrance[:2]].add(grid_id)

    def beside(self, entrance: Entrance) -> uuid.UUID | None:
        """The grid of all other entrances of the building, where it is one."""
        others = self.buildings.get(entrance[:2], set())
        return next(iter(others)) if len(others) == 1 else None


Say = Callable[[int], None]
