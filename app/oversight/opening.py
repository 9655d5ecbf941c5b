"""Communities of a region: what stands on its table of divisions, and opening one or many of them."""

import itertools
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from app.access import Visitor
from app.accounts.appointments import keep_place
from app.audit.above import record_above
from app.audit.operations import act
from app.core import clock
from app.core.refusal import N_, Refused
from tenants import db, divisions, profiles, provisioning
from tenants.models import Community, Region
from tenants.provisioning import place_name
from tenants.text import sought, visible

OPENED = act("community.open", N_("Opened a community"))
_going_on = Community.suspended_at.is_(None)
STATES = {  # in the order in which they are shown
    "preparing": and_(Community.opened_at.is_not(None), Community.began_at.is_(None), _going_on),
    "opened": and_(Community.opened_at.is_not(None), Community.began_at.is_not(None), _going_on),
    "listed": and_(Community.opened_at.is_(None), _going_on),
    "suspended": and_(Community.suspended_at.is_not(None), Community.closed_at.is_(None)),
    "closed": Community.closed_at.is_not(None),
}
ORDER = (Community.region_path, Community.name, Community.id)


def state_of(community: Any) -> str:
    """Of a community or a line of it, one of STATES."""
    if community.suspended_at is not None:
        return "closed" if community.closed_at is not None else "suspended"
    if community.opened_at is None:
        return "listed"
    return "preparing" if community.began_at is None else "opened"


def under(region: Region) -> Any:
    """The condition that a community lies in this region or in one below."""
    return Community.region_path.startswith(region.path, autoescape=True)


def counts(region: Region) -> dict[str, int]:
    """How many communities are in each state."""
    sums = [func.sum(case((where, 1), else_=0)).label(state) for state, where in STATES.items()]
    row = db.session.execute(select(*sums).where(under(region))).one()
    return {state: int(getattr(row, state) or 0) for state in STATES}


def lines(region: Region, state: str | None, words: str) -> Select[*tuple[Any, ...]]:
    """Communities of the region by name; of one state, or found by words."""
    columns = [getattr(Community, name) for name in ("opened_at", "began_at", "suspended_at", "closed_at", "slug")]
    query = select(*ORDER, *columns).where(under(region))
    if state in STATES:
        query = query.where(STATES[state])
    if plain := sought(place_name(words)):
        query = query.where(Community.found_by.contains(plain, autoescape=True))
    return query


def names_of(paths: set[str]) -> dict[str, str]:
    """The regions at the ends of these paths, by path."""
    query = select(Region.path, Region.name).where(Region.path.in_(paths))
    return {row.path: row.name for row in db.session.execute(query)} if paths else {}


def community_in(region: Region, slug: str) -> Community | None:
    return db.session.scalar(select(Community).where(Community.slug == slug, under(region)))


def places(region: Region) -> list[Region]:
    """Where a new community may lie: the region itself, and those below it."""
    below = Region.path.startswith(region.path, autoescape=True)
    return list(db.session.scalars(select(Region).where(below).order_by(Region.level.desc(), Region.path).limit(300)))


# -- opening ----------------------------------------------------------------------------------------------------------


def open_listed(visitor: Visitor, region: Region, community: Community) -> None:
    """One that stands on the table. Of two at once, the second finds it open."""
    db.session.refresh(community, with_for_update=True)
    if community.opened_at is not None:
        raise Refused(N_("%(name)s is open already."), name=community.name)
    _open(visitor, region, community)


def _open(visitor: Visitor, region: Region, community: Community) -> None:
    community.opened_at = clock.now()
    record_above(visitor, region, OPENED, name=community.name, slug=community.slug)


def open_new(visitor: Visitor, region: Region, name: str, code: str = "") -> Community:
    """One that no table names yet, under its place's name. Those who open in one region take turns."""
    keep_place(region)
    name, code = place_name(visible(name)), code.strip().lower()
    _check(region, name, code)
    return make(visitor, region, name, code or next(codes(region)))


def make(visitor: Visitor, region: Region, name: str, code: str) -> Community:
    """The same where name and code were looked at already, with the region's row kept."""
    given = {"profile": region.profile, "zone": profiles.zone(region.profile)}
    made = provisioning.create_community(region, code, name, clock.now(), **given)
    db.session.flush()  # a code that somebody else took meanwhile is met here
    _open(visitor, region, made)
    return made


def _check(region: Region, name: str, code: str) -> None:
    if divisions.unfit(code or "0", name) is not None:
        if code and divisions.CODE.fullmatch(code) is None:
            raise Refused(N_("A code has letters, digits, dots and dashes, at most 40."), status=422, field="code")
        raise Refused(N_("Please write its name, in at most 80 characters."), status=422, field="name")
    if (known := named(region, [name]).get(name)) is not None:
        raise Refused(N_("There is %(name)s here already."), name=known.name, field="name")
    if code and code in taken([code]):
        raise Refused(N_("The code %(code)s is taken."), code=code, field="code")


def named(region: Region, names: list[str]) -> dict[str, Community]:
    """The communities that lie in this very region under one of these names, however it is written."""
    ways = {sought(name): name for name in names}
    query = select(Community).where(Community.region_id == region.id)
    found = {sought(one.name): one for one in db.session.scalars(query)}
    return {name: found[plain] for plain, name in ways.items() if plain in found}


def taken(codes: list[str]) -> dict[str, Community | Region]:
    """Who has these codes, as a code or as an address."""
    known: dict[str, Community | Region] = {}
    for region in db.session.scalars(select(Region).where(Region.code.in_(codes))):
        known[region.code] = region
    either = or_(Community.code.in_(codes), Community.slug.in_(codes))
    for community in db.session.scalars(select(Community).where(either)):
        known |= {community.code: community, community.slug: community}
    return known


def codes(region: Region) -> Iterator[str]:
    """Codes where nobody gave one: the region's and the next number, and the next."""
    start = f"{region.code}-"
    query = select(Community.code).where(Community.code.startswith(start, autoescape=True))
    numbers = [
        int(code.removeprefix(start)) for code in db.session.scalars(query) if code.removeprefix(start).isdigit()
    ]
    return (f"{start}{number}" for number in itertools.count(max(numbers, default=0) + 1))
