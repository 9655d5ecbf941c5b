"""A part of a community that a matter is about: all of it, a grid, a building, or one entrance of it."""

import enum
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from app.community.models import Grid, Household
from tenants import db
from tenants.models import Listing


class ScopeKind(enum.StrEnum):
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    ENTRANCE = "entrance"


@dataclass(frozen=True)
class Scope:
    """Whose households it is. `name` is the grid's, for whoever reads it later."""

    kind: ScopeKind = ScopeKind.COMMUNITY
    grid_id: uuid.UUID | None = None
    building: str = ""
    entrance: str = ""
    name: str = ""

    def holds(self) -> list[Any]:
        """Conditions on Household: which of them lie within."""
        by_kind: dict[ScopeKind, list[Any]] = {
            ScopeKind.COMMUNITY: [],
            ScopeKind.GRID: [Household.grid_id == self.grid_id],
            ScopeKind.BUILDING: [Household.building == self.building],
            ScopeKind.ENTRANCE: [Household.building == self.building, Household.unit == self.entrance],
        }
        return by_kind[self.kind]

    @property
    def key(self) -> str:
        """What a form sends for it: no two parts of a community have the same."""
        grid = self.grid_id.hex if self.grid_id else ""
        return "/".join(quote(part, safe="") for part in (self.kind.value, grid, self.building, self.entrance))

    def told(self) -> dict[str, str]:
        """As it stands in documents: names only, which mean the same outside of this database."""
        given = {"grid": self.name, "building": self.building, "entrance": self.entrance}
        return {"kind": self.kind.value, **{key: value for key, value in given.items() if value}}


WHOLE = Scope()


def count_households(scope: Scope) -> int:
    return db.session.scalar(select(func.count()).select_from(Household).where(*scope.holds())) or 0


def parts() -> list[Scope]:
    """Every part of the community there is a household in, each kind in its order; the whole first."""
    of_grid = {row.id: row for row in db.session.scalars(select(Grid).order_by(Grid.position, Grid.name))}
    doors = select(Household.building, Household.unit).distinct()
    rows = sorted(map(tuple, db.session.execute(doors)), key=lambda door: [(len(name), name) for name in door])
    buildings = list(dict.fromkeys(building for building, _ in rows))
    return [
        WHOLE,
        *(Scope(ScopeKind.GRID, grid_id=grid.id, name=grid.name) for grid in of_grid.values()),
        *(Scope(ScopeKind.BUILDING, building=building) for building in buildings),
        *(Scope(ScopeKind.ENTRANCE, building=building, entrance=unit) for building, unit in rows if unit),
    ]


def around(kind: ScopeKind, household: Household) -> Scope:
    """The part of this kind that a household lies in."""
    grid_id = household.grid_id if kind is ScopeKind.GRID else None
    building = household.building if kind in (ScopeKind.BUILDING, ScopeKind.ENTRANCE) else ""
    return Scope(kind, grid_id, building, household.unit if kind is ScopeKind.ENTRANCE else "")


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
