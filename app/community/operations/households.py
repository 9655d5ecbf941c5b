"""The register of doors: which households there are, how many adults live in them, who speaks for them."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, insert, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.community.doors import Door, door, door_hash
from app.community.models import AdultsSaid, Compound, Grid, Household, Membership
from app.community.operations.grids import Entrance, grid_of, others, recount
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.models import Community

AT_ONCE = 400
LONGEST_NAME = 20  # characters of a building or entrance as they are kept: one that was typed may stand for several

HOUSEHOLDS = act("household.add", N_("Added households"))
REPRESENTS = kind(
    "household.representative",
    N_("%(name)s now casts your household's vote, and may replace one that was cast before."),
    "membership",
)
NOBODY_REPRESENTS = kind("household.anyone", N_("Any adult may cast your household's vote again."), "membership")


def household_at(compound: Compound | None, building: str, unit: str, room: str) -> Household | None:
    """The household behind a door of the register."""
    key = door_hash(compound_key(compound), building, unit, room)
    return db.session.scalar(select(Household).where(Household.join_hash == key, Household.closed_at.is_(None)))


def compound_key(compound: Compound | None) -> str:
    return compound.id.hex if compound is not None else ""


def add_households(
    visitor: Visitor | None,
    community: Community,
    grid: Grid,
    doors: Iterable[tuple[str, str, str]],
    adults: int = 2,
    compound: Compound | None = None,
) -> int:
    """Put doors on the register, each (building, entrance, room); those on it already are left alone, closed ones are
    opened again. How many came to it.
    """
    _require_compound(compound)
    meant = {door_hash(compound_key(compound), *one): door(*one) for one in doors}
    _require_names(meant.values())
    lies_in = compound.id if compound is not None else None
    _require_grid(grid, {Entrance(lies_in, one.building, one.unit) for one in meant.values()})
    known, opened = _known(list(meant)), _open_again(list(meant))
    rows = [_row(grid, compound, key, one) | {"adults": adults} for key, one in meant.items() if key not in known]
    if rows:
        db.session.execute(insert(Household), rows)
    if rows or opened:
        recount(community, grid)
        if visitor is not None:
            record(visitor, HOUSEHOLDS, grid, added=len(rows) + opened)
    return len(rows) + opened


def _row(grid: Grid, compound: Compound | None, key: bytes, one: Door) -> dict[str, object]:
    return {"grid_id": grid.id, "compound_id": compound and compound.id, "join_hash": key, **one._asdict()}


def _require_compound(compound: Compound | None) -> None:
    if compound is None and db.session.scalar(select(Compound.id).limit(1)) is not None:
        raise Refused(N_("This community has several compounds. Please say which one this is."), status=422)


def _require_names(doors: Iterable[Door]) -> None:
    if any(len(part) > LONGEST_NAME for one in doors for part in (one.building, one.unit)):
        raise Refused(N_("The name of a building or an entrance has at most 20 characters."), status=422)


def _require_grid(grid: Grid, entrances: Iterable[Entrance]) -> None:
    """An entrance belongs to one grid with all its doors."""
    elsewhere = others(grid, entrances)
    if elsewhere:
        name = db.session.scalar(select(Grid.name).where(Grid.id == elsewhere[0][1]))
        raise Refused(
            N_("This entrance lies in %(name)s. Please choose that, or move the whole entrance first."),
            status=422, field="grid", name=name,
        )  # fmt: skip


def _known(hashes: list[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for start in range(0, len(hashes), AT_ONCE):
        some = Household.join_hash.in_(hashes[start : start + AT_ONCE])
        known.update(db.session.scalars(select(Household.join_hash).where(some)))
    return known


def _open_again(hashes: list[bytes]) -> int:
    opened = 0
    for start in range(0, len(hashes), AT_ONCE):
        some = Household.join_hash.in_(hashes[start : start + AT_ONCE]), Household.closed_at.is_not(None)
        opened += db.changed(update(Household).where(*some).values(closed_at=None))
    return opened


def verified_adults(household: Household) -> int:
    query = select(func.count()).select_from(Membership).where(*_adults_here(household))
    return db.session.scalar(query) or 0


def adults_of_door(household: Household) -> list[uuid.UUID]:
    """The memberships of those adults."""
    return list(db.session.scalars(select(Membership.id).where(*_adults_here(household))))


def _adults_here(household: Household) -> tuple[ColumnElement[bool], ...]:
    return (Membership.household_id == household.id, Membership.adult.is_(True), Membership.verified_at.is_not(None))


def say_adults(community: Community, household: Household, adults: int, by: AdultsSaid) -> None:
    """How many adults live there, no longer an estimate. Never fewer than are verified here."""
    if adults < verified_adults(household):
        raise Refused(
            N_("More adults than that are verified in this household. Please give a larger number."), field="adults"
        )
    household.adults, household.adults_confirmed_at, household.adults_said_by = adults, clock.now(), by
    recount(community, grid_of(household))


def confirm_adults(visitor: Visitor, community: Community, household: Household, adults: int) -> None:
    """One of those who live there says how many adults they are: the household's own word, which no sheet writes over."""
    member = visitor.membership
    if member is None or member.household_id != household.id or not member.adult or member.verified_at is None:
        raise Refused(N_("Only the verified adults of this household say who lives there."), status=403)
    say_adults(community, household, adults, AdultsSaid.HOUSEHOLD)


def name_representative(visitor: Visitor, household: Household, who: Membership | None) -> None:
    """Who votes for the household from now on, or (None) whoever is first; all its adults are told."""
    for one in (visitor.membership, who or visitor.membership):
        if one is None or one.household_id != household.id or not one.adult or one.verified_at is None:
            raise Refused(N_("Only the verified adults of a household decide who casts its vote."), status=403)
    household.representative_id = who.id if who else None
    adults = adults_of_door(household)
    tell(REPRESENTS, adults, name=who.name) if who else tell(NOBODY_REPRESENTS, adults)
