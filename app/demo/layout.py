"""Laying a community out: its grids, its households with one verified adult each, and the cast in their posts."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app.accounts.models import Account
from app.community.doors import door_hash
from app.community.models import Grid, Household, Membership, Organisation, Post, PostKind, PostTerm, VerifiedHow
from app.core import clock
from app.demo.places import DUTIES, FAMILIES, GIVEN, HALF, RULES, Plan
from app.demo.town import Town
from tenants import db, listing
from tenants.columns import new_id
from tenants.models import AccountCommunity, Community, Listing, Region

ADULTS = 2  # a household in the demo's registers
POSTS = {
    "committee": PostKind.COMMITTEE, "grid": PostKind.GRID_WORKER, "supervision": PostKind.SUPERVISION,
    "organisation": PostKind.ORGANISATION_SEAT,
}  # fmt: skip


def lay_out(plan: Plan, region: Region, today: datetime) -> Town:
    town = Town(plan, _community(plan, region, today), today)
    with db.as_community(town.community.id):
        _grids(town)
        _households(town)
        _cast(town)
        db.session.add_all([*town.residents, *town.cast.values()])
        _posts(town)
        db.commit()
    _accounts(town)
    return town


def _community(plan: Plan, region: Region, today: datetime) -> Community:
    opened = today - timedelta(days=330)
    community = Community(
        slug=plan.slug, code=f"demo-{plan.slug}", name=plan.name, kind=plan.kind, region_id=region.id,
        region_path=region.path, profile=plan.profile, zone=plan.zone,
        rules_text=RULES[plan.profile], rules_adopted_on=(today - timedelta(days=400)).date(), is_demo=True,
        rules_quorum=HALF, rules_threshold=HALF,
        created_at=opened, opened_at=opened, began_at=opened,
    )  # fmt: skip
    with db.unbound(write=True):
        db.session.add(community)
        db.commit()
    listing.keep_lines([community.id])
    return community


def _grids(town: Town) -> None:
    share, more = divmod(town.plan.households, len(town.plan.grids))
    for position, name in enumerate(town.plan.grids):
        size = share + (position < more)
        town.grids.append(Grid(name=name, position=position, households=size, adults=size * ADULTS))
    db.session.add_all(town.grids)
    db.session.get_one(Listing, town.community.id).households = town.plan.households
    db.session.flush()  # households name them


def _doors(grids: list[Grid]) -> Iterator[tuple[Grid, str, str, str]]:
    """Grid, building, entrance and room of every household: 5 floors of 2 rooms an entrance, 3 entrances a building."""
    building = 0
    for grid in grids:
        for door in range(grid.households):
            entrance, room = divmod(door, 10)
            if entrance % 3 == 0 and room == 0:
                building += 1
            yield grid, str(building), str(entrance % 3 + 1), f"{room // 2 + 1}0{room % 2 + 1}"


def _households(town: Town) -> None:
    """The register, and one verified adult behind each door."""
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(), "grid_id": grid.id, "building": building, "unit": unit, "room": room, "adults": ADULTS,
            "adults_confirmed_at": town.ago(200), "join_hash": door_hash("", building, unit, room),
        }
        for grid, building, unit, room in _doors(town.grids)
    ]  # fmt: skip
    db.session.execute(insert(Household), rows)
    town.residents = [_member(town, _name(town), row["id"], row["grid_id"]) for row in rows]


def _name(town: Town) -> str:
    profile = town.plan.profile
    family, given = town.chance.choice(FAMILIES[profile]), town.chance.choice(GIVEN[profile])
    return f"{given} {family}" if profile == "generic" else f"{family}{given}"


def _member(town: Town, name: str, household: uuid.UUID | None = None, grid: uuid.UUID | None = None) -> Membership:
    return Membership(
        id=new_id(), account_id=new_id(), household_id=household, grid_id=grid, name=name, adult=True, staff=household is None,
        verified_at=town.ago(280), verified_how=VerifiedHow.IN_PERSON, joined_at=town.ago(290),
    )  # fmt: skip


def _cast(town: Town) -> None:
    """Two residents, the other adult of the first one's household, and those who serve here."""
    plan = town.plan
    resident = town.residents[plan.resident]
    town.cast = {"resident": resident, "neighbour": town.residents[plan.neighbour]}
    if plan.partner:
        town.cast["partner"] = _member(town, plan.partner, resident.household_id, resident.grid_id)
    joined = {"joined_at": town.ago(7), "name": plan.newcomer, "account_id": new_id()}
    town.cast["newcomer"] = Membership(id=new_id(), adult=True, staff=False, **joined)
    town.cast |= {role: _member(town, seat.name) for role, seat in plan.seats.items()}


def _posts(town: Town) -> None:
    """Everyone who serves holds their post since three hundred days ago."""
    organisation = Organisation(name=town.plan.organisation, kind=town.plan.body)
    usual, since = DUTIES[town.plan.profile], clock.local(town.ago(300), town.community.zone).date()
    for position, (role, seat) in enumerate(town.plan.seats.items()):
        post = town.posts[role] = Post(
            kind=POSTS[role], title=seat.title, position=position, elected=role == "committee",
            grid_id=town.grids[0].id if role == "grid" else None,
            organisation=organisation if role == "organisation" else None,
            duty=seat.duty or usual.get(role, ""), hours=seat.hours, contact=seat.contact,
        )  # fmt: skip
        db.session.add(PostTerm(membership=town.cast[role], post=post, since=since))


def _accounts(town: Town) -> None:
    """An account for everyone, and the directory that leads from it to the community."""
    since = dict.fromkeys(town.cast.values(), town.ago(320)) | dict.fromkeys(town.residents, town.ago(300))
    accounts = [
        {"id": member.account_id, "display_name": member.name, "created_at": day, "is_demo": True}
        for member, day in since.items()
    ]
    here = {"community_id": town.community.id, "slug": town.plan.slug}
    directory = [here | {"account_id": member.account_id, "since": day} for member, day in since.items()]
    with db.unbound(write=True):
        db.session.execute(insert(Account), accounts)
        db.session.execute(insert(AccountCommunity), directory)
        db.commit()
