"""The parts of a community with a team each: which buildings and entrances lie in which, and how many live there."""

import uuid
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Grid, Household, Membership
from app.core.refusal import N_, Refused
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community, Listing
from tenants.text import folded

LAID = act("grid.entrances", N_("Laid entrances in a part of the community"))
RENAMED = act("grid.rename", N_("Renamed a part of the community"))
ENTRANCES_AT_ONCE = 200


class Entrance(NamedTuple):
    """Where doors lie that always belong to one grid together."""

    compound_id: uuid.UUID | None
    building: str
    unit: str


def lay_out(community: Community, grids: Iterable[str] = ()) -> list[Grid]:
    """Lay out a new community: its grids, in their order."""
    return [add_grid(name, position) for position, name in enumerate(grids)]


def add_grid(name: str, position: int) -> Grid:
    grid = Grid(name=_own_name(name), position=position)
    db.session.add(grid)
    db.session.flush()  # households name it
    return grid


def rename_grid(visitor: Visitor, grid: Grid, name: str) -> None:
    if " ".join(name.split()) != grid.name:
        grid.name = _own_name(name, grid)
        record(visitor, RENAMED, grid)


def _own_name(name: str, grid: Grid | None = None) -> str:
    name = " ".join(name.split())
    others = select(Grid.name) if grid is None else select(Grid.name).where(Grid.id != grid.id)
    if folded(name) in map(folded, db.session.scalars(others)):
        raise Refused(N_("There is a part of this name already."))
    return name


def lay_in(visitor: Visitor, community: Community, grid: Grid, entrances: Collection[Entrance]) -> int:
    """These entrances belong to this grid from now on, with all their doors and people. How many came from another."""
    moved = others(grid, entrances)
    if moved:
        move_entrances({entrance: grid.id for entrance, _ in moved})
        left = {grid_id for _, grid_id in moved}
        recount(community, grid, *db.session.scalars(select(Grid).where(Grid.id.in_(left))))
        record(visitor, LAID, grid, entrances=len(moved))
    return len(moved)


def others(grid: Grid, entrances: Iterable[Entrance]) -> list[tuple[Entrance, uuid.UUID]]:
    """Those of the entrances that lie in another grid, and in which."""
    asked = list(entrances)
    found: list[tuple[Entrance, uuid.UUID]] = []
    for start in range(0, len(asked), ENTRANCES_AT_ONCE):
        these = or_(*map(within, asked[start : start + ENTRANCES_AT_ONCE]))
        query = select(Household.compound_id, Household.building, Household.unit, Household.grid_id).distinct()
        rows = db.session.execute(query.where(these, Household.grid_id != grid.id))
        found += [(Entrance(*row[:3]), row.grid_id) for row in rows]
    return found


def within(entrance: Entrance) -> ColumnElement[bool]:
    """Which doors lie behind it."""
    compound_id, building, unit = entrance
    return and_(Household.compound_id == compound_id, Household.building == building, Household.unit == unit)


def move_entrances(goes: dict[Entrance, uuid.UUID]) -> None:
    """Doors and their people follow their entrance; whoever calls recounts."""
    for entrance, grid_id in goes.items():
        here = within(entrance)
        doors = update(Household).where(here).values(grid_id=grid_id)
        db.session.execute(doors, execution_options={"synchronize_session": "fetch"})
        people = Membership.household_id.in_(select(Household.id).where(here))
        follow = update(Membership).where(people).values(grid_id=grid_id)
        db.session.execute(follow, execution_options={"synchronize_session": "fetch"})


def grid_of(household: Household) -> Grid:
    return db.session.scalars(select(Grid).where(Grid.id == household.grid_id)).one()


def recount(community: Community, *grids: Grid) -> None:
    """The registers' totals of these grids, in the transaction that changes them: the score's denominators."""
    db.session.flush()  # the sums read what was just changed
    listing: Listing = db.session.get_one(Listing, community.id)
    lock_row(listing)  # of two changes at once the second counts what the first did, too
    ids = [grid.id for grid in grids]
    counted = select(Household.grid_id, func.count(), func.coalesce(func.sum(Household.adults), 0))
    counted = counted.where(Household.grid_id.in_(ids), Household.closed_at.is_(None))
    of_grids = db.session.execute(counted.group_by(Household.grid_id))
    sums = {grid_id: (households, adults) for grid_id, households, adults in of_grids}
    as_stored = select(Grid).where(Grid.id.in_(ids)).execution_options(populate_existing=True)
    for grid in db.session.scalars(as_stored):
        grid.households, grid.adults = sums.get(grid.id, (0, 0))
    db.session.flush()
    listing.households = db.session.scalar(select(func.coalesce(func.sum(Grid.households), 0))) or 0
