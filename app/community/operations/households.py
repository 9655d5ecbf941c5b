"""The register of doors: which households there are, how many adults live in them, who speaks for them."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, insert, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.community import scope
from app.community.doors import Door, door, door_hash
from app.community.models import Compound, Grid, Household, Membership
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.models import Community, Listing
from tenants.text import folded

AT_ONCE = 400
LONGEST_NAME = 20  # characters of a building or entrance as they are kept: one that was typed may stand for several

COMPOUND = act("compound.add", N_("Entered a compound"))
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
    if folded(name) in map(folded, db.session.scalars(select(Grid.name))):
        raise Refused(N_("There is a part of this name already."))
    grid = Grid(name=name, position=position)
    db.session.add(grid)
    db.session.flush()  # households name it
    return grid


def household_at(compound: Compound | None, building: str, unit: str, room: str) -> Household | None:
    """The household behind a door of the register."""
    key = door_hash(_key(compound), building, unit, room)
    return db.session.scalar(select(Household).where(Household.join_hash == key))


def _key(compound: Compound | None) -> str:
    return compound.id.hex if compound is not None else ""


def add_households(
    visitor: Visitor | None,
    community: Community,
    grid: Grid,
    doors: Iterable[tuple[str, str, str]],
    adults: int = 2,
    compound: Compound | None = None,
) -> int:
    """Put doors on the register, each (building, entrance, room); those on it already are left alone. How many were new."""
    _require_compound(compound)
    meant = {door_hash(_key(compound), *one): door(*one) for one in doors}
    if any(len(part) > LONGEST_NAME for one in meant.values() for part in (one.building, one.unit)):
        raise Refused(N_("The name of a building or an entrance has at most 20 characters."), status=422)
    known = _known(list(meant))
    new = {key: one for key, one in meant.items() if key not in known}
    rows = [_row(grid, compound, key, one) | {"adults": adults} for key, one in new.items()]
    if rows:
        db.session.execute(insert(Household), rows)
        recount(community, grid)
        if visitor is not None:
            record(visitor, HOUSEHOLDS, grid, added=len(rows))
    return len(rows)


def _row(grid: Grid, compound: Compound | None, key: bytes, one: Door) -> dict[str, object]:
    return {"grid_id": grid.id, "compound_id": compound and compound.id, "join_hash": key, **one._asdict()}


def _require_compound(compound: Compound | None) -> None:
    if compound is None and db.session.scalar(select(Compound.id).limit(1)) is not None:
        raise Refused(N_("This community has several compounds. Please say which one this is."), status=422)


def add_compound(visitor: Visitor, name: str, first: str = "") -> Compound:
    """One more compound. The first time, `first` names the one so far, in which all doors known until now lie."""
    last = db.session.scalar(select(func.max(Compound.position)))
    if last is None:
        last = 0
        _lay_all_in(_compound(first, last))
    made = _compound(name, last + 1)
    record(visitor, COMPOUND, made)
    return made


def _lay_all_in(compound: Compound) -> None:
    scope.lay_all_in(compound)
    for household in db.session.scalars(select(Household)):
        household.compound_id = compound.id
        household.join_hash = door_hash(compound.id.hex, household.building, household.unit, household.room or "")


def _compound(name: str, position: int) -> Compound:
    name = " ".join(name.split())
    names = db.session.scalars(select(Compound.name))
    if not name or name.casefold() in {known.casefold() for known in names}:
        raise Refused(N_("Please give each compound a name of its own."), status=422)
    made = Compound(name=name, position=position)
    db.session.add(made)
    db.session.flush()  # households name it
    return made


def compound_of(key: uuid.UUID | None) -> Compound | None:
    return db.session.scalar(select(Compound).where(Compound.id == key)) if key else None


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
    households = select(func.coalesce(func.sum(Grid.households), 0)).scalar_subquery()
    line = update(Listing).where(Listing.community_id == community.id).values(households=households)
    db.session.execute(line.execution_options(synchronize_session=False))


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


def adults_of_door(household: Household) -> list[uuid.UUID]:
    """The memberships of those adults."""
    return list(db.session.scalars(select(Membership.id).where(*_adults_here(household))))


def _adults_here(household: Household) -> tuple[ColumnElement[bool], ...]:
    return (Membership.household_id == household.id, Membership.adult.is_(True), Membership.verified_at.is_not(None))


def name_representative(visitor: Visitor, household: Household, who: Membership | None) -> None:
    """Who votes for the household from now on, or (None) whoever is first; all its adults are told."""
    for one in (visitor.membership, who or visitor.membership):
        if one is None or one.household_id != household.id or not one.adult or one.verified_at is None:
            raise Refused(N_("Only the verified adults of a household decide who casts its vote."), status=403)
    household.representative_id = who.id if who else None
    adults = adults_of_door(household)
    tell(REPRESENTS, adults, name=who.name) if who else tell(NOBODY_REPRESENTS, adults)
