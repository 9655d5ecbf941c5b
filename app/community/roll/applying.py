"""Writing a sheet's doors into the register. Twice is as once: what a door says already is not written again."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from app.community.models import AdultsSaid, Compound, Grid, Household, Membership
from app.community.operations import grids as parts
from app.community.roll.comparing import Entrance, Known, Plan, Register, Say, Wanted, difference
from app.core import clock
from tenants import db
from tenants.models import Community
from tenants.text import folded

AT_ONCE = 1000  # rows a statement


def register(community: Community) -> Register:
    """All that a sheet is compared with; no room is decrypted for it."""
    found = Register(place=community.name[:40])
    found.compounds = {folded(one.name): one.id for one in db.session.execute(select(Compound.id, Compound.name))}
    found.grids = {folded(one.name): one.id for one in db.session.execute(select(Grid.id, Grid.name))}
    verified = _verified()
    columns = Household.join_hash, Household.compound_id, Household.building, Household.unit, *_KNOWN
    for key, compound_id, building, unit, *known in db.session.execute(select(*columns)):
        found.doors[key] = _known(known, verified)
        found.entrances[Entrance(compound_id, building, unit)] = found.doors[key].grid_id
    return found


_KNOWN = (
    Household.id, Household.grid_id, Household.adults, Household.adults_said_by, Household.owned_area, Household.tenure,
    Household.closed_at,
)  # fmt: skip


def _known(row: Sequence[Any], verified: dict[uuid.UUID, int]) -> Known:
    key, grid_id, adults, said_by, area, tenure, closed_at = row
    return Known(key, grid_id, adults, said_by, area, tenure, closed_at is not None, verified.get(key, 0))


def _verified() -> dict[uuid.UUID, int]:
    """How many adults are verified behind each door."""
    adults = Membership.household_id.is_not(None), Membership.adult.is_(True), Membership.verified_at.is_not(None)
    query = select(Membership.household_id, func.count()).where(*adults).group_by(Membership.household_id)
    return {household_id: count for household_id, count in db.session.execute(query) if household_id is not None}


def lay_out(plan: Plan) -> None:
    """The compounds and grids that a sheet names and the register does not know yet."""
    for model, new in ((Compound, plan.compounds), (Grid, plan.grids)):
        last = db.session.scalar(select(func.max(model.position)))
        start = 0 if last is None else last + 1
        db.session.add_all(model(id=key, name=name, position=start + place) for place, (key, name) in enumerate(new))
    db.session.flush()  # households name them


def write(community: Community, wanted: Sequence[Wanted], estimate: int, say: Say = lambda _done: None) -> None:
    """Bring these doors of the register up to what is wanted; the totals follow. `say` hears how many are done."""
    verified = _verified()
    for start in range(0, len(wanted), AT_ONCE):
        _write_some(wanted[start : start + AT_ONCE], estimate, verified)
        say(min(start + AT_ONCE, len(wanted)))
    _move(wanted)
    recount_all(community)


def _write_some(wanted: Sequence[Wanted], estimate: int, verified: dict[uuid.UUID, int]) -> None:
    by_key = {one.key: one for one in wanted}
    query = select(Household.join_hash, *_KNOWN).where(Household.join_hash.in_(by_key))
    known = {key: _known(row, verified) for key, *row in db.session.execute(query)}
    new = [_row(key, one, estimate) for key, one in by_key.items() if key not in known]
    if new:
        db.session.execute(insert(Household), new)
    changes = [(known[key].id, difference(one, known[key])) for key, one in by_key.items() if key in known]
    for household_id, values in changes:
        if values:
            values |= {"adults_confirmed_at": clock.now()} if "adults" in values else {}
            db.changed(update(Household).where(Household.id == household_id).values(values))


def _row(key: bytes, one: Wanted, estimate: int) -> dict[str, Any]:
    said = one.adults is not None
    return {
        "join_hash": key, "compound_id": one.compound_id, "building": one.building, "unit": one.unit, "room": one.room,
        "grid_id": one.grid_id, "adults": one.adults if said else estimate, "owned_area": one.area, "tenure": one.tenure,
        "adults_confirmed_at": clock.now() if said else None, "adults_said_by": AdultsSaid.SHEET if said else None,
    }  # fmt: skip


def _move(wanted: Iterable[Wanted]) -> None:
    """Entrances that lie in another grid now, with their doors and people."""
    goes = {parts.Entrance(*one.entrance): one.grid_id for one in wanted}
    columns = Household.compound_id, Household.building, Household.unit, Household.grid_id
    lies = {(parts.Entrance(*row[:3]), row.grid_id) for row in db.session.execute(select(*columns).distinct())}
    elsewhere = {entrance for entrance, grid_id in lies if goes.get(entrance, grid_id) != grid_id}
    parts.move_entrances({entrance: goes[entrance] for entrance in elsewhere})


def recount_all(community: Community) -> None:
    parts.recount(community, *db.session.scalars(select(Grid)))
