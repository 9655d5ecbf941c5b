"""A part of a community that a matter is about: all of it, a grid, a building, or one entrance of it.

Buildings of one name in two compounds are two.
"""

import enum
import uuid
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from sqlalchemy import String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.community.models import Compound, Grid, Household
from tenants import db
from tenants.models import Listing


class ScopeKind(enum.StrEnum):
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    ENTRANCE = "entrance"


@dataclass(frozen=True)
class Scope:
    """Whose households it is. `name` is the grid's or the compound's, for whoever reads it later."""

    kind: ScopeKind = ScopeKind.COMMUNITY
    grid_id: uuid.UUID | None = None
    building: str = ""
    entrance: str = ""
    name: str = ""
    compound_id: uuid.UUID | None = None  # None: the community is one compound

    def holds(self) -> list[Any]:
        """Conditions on Household: which doors of the register lie within."""
        by_kind: dict[ScopeKind, list[Any]] = {
            ScopeKind.COMMUNITY: [],
            ScopeKind.GRID: [Household.grid_id == self.grid_id],
            ScopeKind.BUILDING: [Household.compound_id == self.compound_id, Household.building == self.building],
            ScopeKind.ENTRANCE: [
                Household.compound_id == self.compound_id, Household.building == self.building, Household.unit == self.entrance,
            ],
        }  # fmt: skip
        return [Household.closed_at.is_(None), *by_kind[self.kind]]

    @property
    def key(self) -> str:
        """What a form sends for it: no two parts of a community have the same."""
        within = self.grid_id or self.compound_id
        parts = (self.kind.value, within.hex if within else "", self.building, self.entrance)
        return "/".join(quote(part, safe="") for part in parts)

    def told(self) -> dict[str, str]:
        """As it stands in documents: names only, which mean the same outside of this database."""
        within = "grid" if self.kind is ScopeKind.GRID else "compound"
        given = {within: self.name, "building": self.building, "entrance": self.entrance}
        return {"kind": self.kind.value, **{key: value for key, value in given.items() if value}}


WHOLE = Scope()


class Scoped:
    """Of a row that concerns a part of the community."""

    scope_kind: Mapped[ScopeKind] = mapped_column(default=ScopeKind.COMMUNITY)
    scope_grid_id: Mapped[uuid.UUID | None]
    scope_compound_id: Mapped[uuid.UUID | None]
    scope_building: Mapped[str] = mapped_column(String(20), default="")
    scope_entrance: Mapped[str] = mapped_column(String(20), default="")

    @property
    def scope(self) -> Scope:
        place = self.scope_building, self.scope_entrance
        return Scope(self.scope_kind, self.scope_grid_id, *place, compound_id=self.scope_compound_id)

    @scope.setter
    def scope(self, scope: Scope) -> None:
        self.scope_kind, self.scope_grid_id, self.scope_compound_id = scope.kind, scope.grid_id, scope.compound_id
        self.scope_building, self.scope_entrance = scope.building, scope.entrance


def lay_all_in(compound: Compound) -> None:
    """The community was one compound until now: what concerns a building of it concerns one of this compound."""
    of_a_building = (ScopeKind.BUILDING, ScopeKind.ENTRANCE)
    for model in Scoped.__subclasses__():
        scoped = update(model).where(model.scope_kind.in_(of_a_building)).values(scope_compound_id=compound.id)
        db.session.execute(scoped, execution_options={"synchronize_session": False})


def count_households(scope: Scope) -> int:
    return db.session.scalar(select(func.count()).select_from(Household).where(*scope.holds())) or 0


def parts() -> list[Scope]:
    """Every part of the community there is a household in, each kind in its order; the whole first."""
    grids = db.session.scalars(select(Grid).order_by(Grid.position, Grid.name))
    entrances = _entrances()
    buildings = list(dict.fromkeys((compound_id, name, building) for compound_id, name, building, _ in entrances))
    return [
        WHOLE,
        *(Scope(ScopeKind.GRID, grid_id=grid.id, name=grid.name) for grid in grids),
        *(
            Scope(ScopeKind.BUILDING, building=building, compound_id=compound_id, name=name)
            for compound_id, name, building in buildings
        ),
        *(
            Scope(ScopeKind.ENTRANCE, building=building, entrance=unit, compound_id=compound_id, name=name)
            for compound_id, name, building, unit in entrances
            if unit
        ),
    ]


def _entrances() -> list[tuple[uuid.UUID | None, str, str, str]]:
    """(compound's id and name, building, entrance) of all there are, 2 before 10."""
    doors = (
        select(Household.compound_id, Household.building, Household.unit)
        .where(Household.closed_at.is_(None))
        .distinct()
    )
    order = {compound.id: (compound.position, compound.name) for compound in db.session.scalars(select(Compound))}
    known = [
        (*(order[compound_id] if compound_id else (0, "")), compound_id, building, unit)
        for compound_id, building, unit in db.session.execute(doors)
    ]
    known.sort(key=lambda one: (one[:2], [(len(part), part) for part in one[3:]]))
    return [(compound_id, name, building, unit) for _, name, compound_id, building, unit in known]


def named(scope: Scope) -> Scope:
    """The scope with the name of today of its grid or compound."""
    if scope.kind is ScopeKind.GRID:
        return replace(scope, name=db.session.scalar(select(Grid.name).where(Grid.id == scope.grid_id)) or "")
    if scope.compound_id is not None:
        name = select(Compound.name).where(Compound.id == scope.compound_id)
        return replace(scope, name=db.session.scalar(name) or "")
    return scope


def around(kind: ScopeKind, household: Household) -> Scope:
    """The part of this kind that a household lies in."""
    grid_id = household.grid_id if kind is ScopeKind.GRID else None
    if kind not in (ScopeKind.BUILDING, ScopeKind.ENTRANCE):
        return Scope(kind, grid_id)
    entrance = household.unit if kind is ScopeKind.ENTRANCE else ""
    return Scope(kind, None, household.building, entrance, compound_id=household.compound_id)


def lies_within(scope: Scope, household_id: uuid.UUID) -> bool:
    if scope.kind is ScopeKind.COMMUNITY:
        return True
    found = select(Household.id).where(Household.id == household_id, *scope.holds())
    return db.session.scalar(found) is not None


def households_on_the_register(scope: Scope) -> int:
    """How many they are, as the register says of all and of a grid: not every door may be known yet."""
    if scope.kind is ScopeKind.COMMUNITY:
        return db.session.get_one(Listing, db.community_id).households
    if scope.kind is ScopeKind.GRID:
        return db.session.scalar(select(Grid.households).where(Grid.id == scope.grid_id)) or 0
    return count_households(scope)
