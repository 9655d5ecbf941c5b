"""The register of doors: which households there are, how many adults live in them, who speaks for them."""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, insert, select

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Grid, Household, Membership
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.models import Community

Door = tuple[str, str, str]  # building, entrance, room
WORDS = re.compile(r"(号楼|号院|楼|栋|幢|座|单元|号|室)$")  # "7 号楼" and "7" are one building
AT_ONCE = 400
DOOR = ("building", "unit", "room")

HOUSEHOLDS = act("household.add", N_("Added households"))
ADULTS = act("household.adults", N_("Set how many adults live in a household"))
REPRESENTS = kind(
    "household.representative",
    N_("%(name)s now casts your household's vote, and may replace one that was cast before."),
    "membership",
)
NOBODY_REPRESENTS = kind("household.anyone", N_("Any adult may cast your household's vote again."), "membership")


def lay_out(community: Community, grids: Iterable[str] = ()) -> list[Grid]:
    """Lay out a new community: its grids, in their order."""
    return [add_grid(name, position) for position, name in enumerate(grids)]


def add_grid(name: str, position: int) -> Grid:
    name = " ".join(name.split())
    if db.session.scalar(select(Grid.id).where(Grid.name == name)):
        raise Refused(N_("There is a part of this name already."))
    grid = Grid(name=name, position=position)
    db.session.add(grid)
    db.session.flush()  # households name it
    return grid


def door_hash(building: str, unit: str, room: str) -> bytes:
    """The blind index of a door: finds a household without reading its room."""
    return encryption.blind_index("|".join(map(_plain, (building, unit, room))), "household.door")


def _plain(text: str) -> str:
    return WORDS.sub("", "".join(unicodedata.normalize("NFKC", text).lower().split()))


def household_at(building: str, unit: str, room: str) -> Household | None:
    """The household behind a door of the register."""
    return db.session.scalar(select(Household).where(Household.join_hash == door_hash(building, unit, room)))


def add_households(
    visitor: Visitor | None, community: Community, grid: Grid, doors: Iterable[Door], adults: int = 2
) -> int:
    """Put doors on the register; those on it already are left alone. How many were new."""
    doors_by_hash = {door_hash(*door): door for door in doors}
    known = _known(list(doors_by_hash))
    rows = [
        {"grid_id": grid.id, "join_hash": key, "adults": adults, **dict(zip(DOOR, map(str.strip, door), strict=True))}
        for key, door in doors_by_hash.items()
        if key not in known
    ]
    if rows:
        db.session.execute(insert(Household), rows)
        recount(community, grid)
        if visitor is not None:
            record(visitor, HOUSEHOLDS, grid, added=len(rows))
    return len(rows)


def _known(hashes: list[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for start in range(0, len(hashes), AT_ONCE):
        some = Household.join_hash.in_(hashes[start : start + AT_ONCE])
        known.update(db.session.scalars(select(Household.join_hash).where(some)))
    return known


def recount(community: Community, grid: Grid) -> None:
    """The registers' totals, in the transaction that changes them: the score's denominators."""
    counted = select(func.count(), func.coalesce(func.sum(Household.adults), 0)).where(Household.grid_id == grid.id)
    db.session.flush()  # both sums read what was just changed
    grid.households, grid.adults = db.session.execute(counted).one()
    db.session.flush()
    community.households = db.session.scalar(select(func.sum(Grid.households))) or 0
    db.session.add(community)


def set_adults(visitor: Visitor, community: Community, household: Household, adults: int) -> None:
    """How many adults live there, no longer an estimate. Never fewer than are verified here."""
    if adults < verified_adults(household):
        raise Refused(N_("More adults than that are verified in this household. Please give a larger number."))
    household.adults, household.adults_confirmed_at = adults, clock.now()
    recount(community, grid_of(household))
    record(visitor, ADULTS, household, adults=adults)


def grid_of(household: Household) -> Grid:
    return db.session.scalars(select(Grid).where(Grid.id == household.grid_id)).one()


def verified_adults(household: Household) -> int:
    query = select(func.count()).select_from(Membership).where(*_adults_here(household))
    return db.session.scalar(query) or 0


def _adults_here(household: Household) -> tuple[ColumnElement[bool], ...]:
    return (Membership.household_id == household.id, Membership.adult.is_(True), Membership.verified_at.is_not(None))


def name_representative(visitor: Visitor, household: Household, who: Membership | None) -> None:
    """Who votes for the household from now on, or (None) whoever is first; all its adults are told."""
    for one in (visitor.membership, who or visitor.membership):
        if one is None or one.household_id != household.id or not one.adult or one.verified_at is None:
            raise Refused(N_("Only the verified adults of a household decide who casts its vote."), status=403)
    household.representative_id = who.id if who else None
    adults = list(db.session.scalars(select(Membership.id).where(*_adults_here(household))))
    tell(REPRESENTS, adults, name=who.name) if who else tell(NOBODY_REPRESENTS, adults)
