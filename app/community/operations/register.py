"""Mending the register, door by door: corrected, split, joined, closed, opened again. Each is in the record of acts.

What is closed keeps its row: rolls of votes that are open were made with it, and hold (Membership.household_at).
"""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from app.access import Visitor
from app.audit.operations import act, record
from app.community.doors import door, door_hash
from app.community.models import AdultsSaid, Compound, Grid, Household, Invitation, Membership, Tenure, Verification
from app.community.operations.compounds import compound_of
from app.community.operations.grids import grid_of, recount
from app.community.operations.households import LONGEST_NAME, adults_of_door, compound_key, say_adults
from app.core import clock
from app.core.edit_conflicts import hash_of, require_as_read
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community

CORRECTED = act("household.correct", N_("Corrected a household of the register"))
SPLIT = act("household.split", N_("Split a household into two"))
JOINED = act("household.join", N_("Joined two households"))
CLOSED = act("household.close", N_("Closed a household of the register"))
OPENED = act("household.open", N_("Opened a closed household again"))
GONE = kind(
    "household.closed",
    N_("Your door was taken off the register. If you still live here, please say where; votes that are open go on."),
    "membership",
)
TOGETHER = kind(
    "household.joined", N_("Two doors became one household, with one vote: yours is one of them."), "household"
)


@dataclass(frozen=True)
class Entry:
    """What the register says of one door, as somebody wrote it. `owned_area` in 0.01 m²."""

    compound: Compound | None
    building: str
    unit: str
    room: str
    adults: int
    tenure: Tenure | None
    owned_area: int | None


def household_hash(household: Household) -> str:
    """Of what the page of a household says and lets correct."""
    address = household.compound_id, household.building, household.unit, household.room
    return hash_of(*address, household.adults, household.tenure, household.owned_area, household.closed_at)


def correct(visitor: Visitor, community: Community, household: Household, read: str, entry: Entry) -> None:
    """As `entry` says from now on; a door of another entrance follows that into its grid.

    `read` is the hash of what was being corrected: what somebody else wrote meanwhile is not written over.
    """
    lock_row(household)
    require_as_read(read, household_hash(household))
    _require_open(household)
    changed = _differences(household, entry)
    grids = {household.grid_id}
    if "address" in changed:
        _move_door(household, entry)
    household.tenure, household.owned_area = entry.tenure, entry.owned_area
    if household.adults != entry.adults or household.adults_said_by is not AdultsSaid.HOUSEHOLD:
        say_adults(community, household, entry.adults, AdultsSaid.OFFICE)
    _follow(household)
    _recount_all(community, grids | {household.grid_id})
    record(visitor, CORRECTED, household, changed=changed)


def _differences(household: Household, entry: Entry) -> list[str]:
    """What is another thing now, by name: the record holds no address."""
    meant = door(entry.building, entry.unit, entry.room)
    compound_id = entry.compound.id if entry.compound else None
    address = household.compound_id, household.building, household.unit, household.room
    differs = {
        "address": address != (compound_id, *meant),
        "adults": household.adults != entry.adults,
        "tenure": household.tenure is not entry.tenure,
        "owned_area": household.owned_area != entry.owned_area,
    }
    return [name for name, is_so in differs.items() if is_so]


def _move_door(household: Household, entry: Entry) -> None:
    meant, key = door(entry.building, entry.unit, entry.room), compound_key(entry.compound)
    if any(len(part) > LONGEST_NAME for part in meant[:2]):
        raise Refused(N_("The name of a building or an entrance has at most 20 characters."), status=422)
    found = door_hash(key, *meant)
    other = db.session.scalar(select(Household.id).where(Household.join_hash == found, Household.id != household.id))
    if other is not None:
        raise Refused(N_("This door is on the register already."), field="room")
    household.compound_id = entry.compound.id if entry.compound else None
    household.building, household.unit, household.room = meant
    household.join_hash = found
    there = (
        Household.compound_id == household.compound_id,
        Household.building == meant.building,
        Household.unit == meant.unit,
    )
    beside = select(Household.grid_id).where(*there, Household.id != household.id).limit(1)
    household.grid_id = db.session.scalar(beside) or household.grid_id


def _follow(household: Household) -> None:
    """Its people lie in its grid."""
    here = update(Membership).where(Membership.household_id == household.id)
    db.session.execute(here.values(grid_id=household.grid_id), execution_options={"synchronize_session": "fetch"})


def _recount_all(community: Community, grids: set[object]) -> None:
    recount(community, *db.session.scalars(select(Grid).where(Grid.id.in_(grids))))


def split(visitor: Visitor, community: Community, household: Household, room: str, adults: int) -> Household:
    """A door of its own for a part of this one, in the same entrance; who lives there is verified anew."""
    lock_row(household)
    _require_open(household)
    compound = compound_of(household.compound_id)
    meant = door(household.building, household.unit, room)
    found = door_hash(compound_key(compound), *meant)
    if meant[:2] != (household.building, household.unit):
        raise Refused(N_("Please give the room alone: it lies in the same entrance."), status=422, field="split_room")
    if db.session.scalar(select(Household.id).where(Household.join_hash == found)) is not None:
        raise Refused(N_("This door is on the register already."), field="split_room")
    made = Household(
        grid_id=household.grid_id, compound_id=household.compound_id, join_hash=found, adults=adults, tenure=household.tenure,
        **meant._asdict(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the record names it
    recount(community, grid_of(household))
    record(visitor, SPLIT, household, new=made.id.hex)
    return made


def join(visitor: Visitor, community: Community, household: Household, other: Household) -> None:
    """`other` becomes a part of `household`: its people come along, and together they have one voice."""
    if other.id == household.id:
        raise Refused(N_("This is the same door."), status=422, field="join_room")
    for one in sorted((household, other), key=lambda one: one.id):  # always in this order: two at once never deadlock
        lock_row(one)
        _require_open(one)
        _require_nobody_waits(one)
    household.adults += other.adults
    if household.owned_area is not None and other.owned_area is not None:
        household.owned_area += other.owned_area
    _shut(other, household)
    tell(TOGETHER, adults_of_door(household))
    _recount_all(community, {household.grid_id, other.grid_id})
    record(visitor, JOINED, household, other=other.id.hex)


def close(visitor: Visitor, community: Community, household: Household) -> None:
    """No door any more: its people say anew where they live. In votes that are open their voice stays."""
    lock_row(household)
    _require_open(household)
    _require_nobody_waits(household)
    tell(GONE, adults_of_door(household))
    _shut(household, None)
    recount(community, grid_of(household))
    record(visitor, CLOSED, household)


def _shut(household: Household, into: Household | None) -> None:
    now = clock.now()
    household.closed_at = now
    for member in db.session.scalars(select(Membership).where(Membership.household_id == household.id)):
        member.move(into, now)
    letters = update(Invitation).where(Invitation.household_id == household.id, Invitation.expires_at > now)
    db.session.execute(letters.values(expires_at=now), execution_options={"synchronize_session": "fetch"})
    db.session.flush()  # sums and lists read it


def open_again(visitor: Visitor, community: Community, household: Household) -> None:
    """A door again; whoever lives there is verified anew."""
    lock_row(household)
    if household.closed_at is None:
        raise Refused(N_("This door is on the register already."))
    household.closed_at, household.representative_id = None, None
    recount(community, grid_of(household))
    record(visitor, OPENED, household)


def _require_open(household: Household) -> None:
    if household.closed_at is not None:
        raise Refused(N_("This door has been closed. Open it again first."))


def _require_nobody_waits(household: Household) -> None:
    waits = Verification.household_id == household.id, Verification.settled_at.is_(None)
    if db.session.scalar(select(func.count()).select_from(Verification).where(*waits)):
        raise Refused(N_("Somebody waits here for the household's word. Please settle that first."))
