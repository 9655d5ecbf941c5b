"""Where the demo plays: invented regions, communities, grids, households and those who live in them."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from app import clock
from app.accounts.models import Account
from app.community.models import Grid, Household, Membership, Post, PostKind, PostTerm, VerifiedHow
from app.community.operations.households import door_hash
from tenants import db
from tenants.columns import new_id
from tenants.models import AccountCommunity, Community, CommunityKind, Counter, Region
from tenants.numbers import KINDS

ADULTS = 2  # a household in the demo's registers


@dataclass(frozen=True)
class Plan:
    """A community to be laid out: households spread over its grids in turn."""

    slug: str
    name: str
    households: int
    grids: tuple[str, ...]
    region: str
    profile: str = "cn"
    zone: str = "Asia/Shanghai"
    kind: CommunityKind = CommunityKind.RESIDENTIAL
    rules: str = ""
    families: tuple[str, ...] = (
        "王",
        "李",
        "张",
        "刘",
        "陈",
        "杨",
        "赵",
        "黄",
        "周",
        "吴",
        "徐",
        "孙",
        "马",
        "朱",
        "胡",
        "郭",
        "何",
        "高",
    )
    given: tuple[str, ...] = ("先生", "女士", "阿姨", "大叔", "师傅", "老师")


REGIONS = (  # code, name, level, parent, profile
    ("demo-sd", "齐省（演示）", 1, None, "cn"),
    ("demo-jn", "泉城市（演示）", 2, "demo-sd", "cn"),
    ("demo-sz", "市中区（演示）", 3, "demo-jn", "cn"),
    ("demo-ln", "泺南街道", 4, "demo-sz", "cn"),
    ("demo-mb", "Millbrook (demo)", 2, None, "generic"),
)
RULES_ZH = "本社区议事规则第 9 条：公共事项由户代表表决，过半数的户参加，参加户的过半数同意即为通过。"
RULES_EN = "Our rules of procedure, section 9: common matters are decided by households. More than half of all households must take part, and more than half of those must say yes."
PLANS = (
    Plan("quanhe", "泉和社区", 1860, tuple(f"第{n}网格" for n in "一二三四五六"), "demo-ln", rules=RULES_ZH),
    Plan("shunan", "舜安社区", 2420, tuple(f"第{n}网格" for n in "一二三四五六七八"), "demo-ln", rules=RULES_ZH),
    Plan("wangyue", "望岳社区", 640, ("第一网格", "第二网格", "第三网格"), "demo-ln", rules=RULES_ZH),
    Plan("nanshanli", "南山里村", 310, ("东片", "西片"), "demo-ln", kind=CommunityKind.VILLAGE, rules=RULES_ZH),
    Plan(
        "riverside", "Riverside", 420, ("Towpath", "Mill Lane", "Orchard"), "demo-mb", "generic", "Europe/London",
        rules=RULES_EN,
        families=("Whitfield", "Nair", "Okafor", "Berg", "Castellan", "Doyle", "Ferrers", "Hale", "Iversen", "Quill"),
        given=("Anna", "Tom", "Priya", "Sam", "Grace", "Leo", "Mina", "Jon", "Ruth", "Ned"),
    ),
)  # fmt: skip


@dataclass
class Town:
    """A community being told: who lives where, and its own pseudo-random order (the same on every machine)."""

    plan: Plan
    community: Community
    today: datetime
    grids: list[Grid] = field(default_factory=list)
    households: list[uuid.UUID] = field(default_factory=list)
    grid_of: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    residents: list[Membership] = field(default_factory=list)  # one verified adult a household, in order
    cast: dict[str, Membership] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.slug)

    def ago(self, days: float, hour: int = 10) -> datetime:
        """A moment some days before the day of loading, at a full hour of the community's zone."""
        day = clock.local(self.today, self.community.zone).replace(hour=hour, minute=0, second=0, microsecond=0)
        return day - timedelta(days=days)

    def ahead(self, days: float, hour: int = 10) -> datetime:
        return self.ago(-days, hour)

    def quarter(self, moment: datetime) -> str:
        return clock.quarter(moment, self.community.zone)


def lay_out(plan: Plan, region: Region, today: datetime) -> Town:
    """A community with its grids, households and one verified adult in each household."""
    community = Community(
        slug=plan.slug, code=f"demo-{plan.slug}", name=plan.name, kind=plan.kind, region_id=region.id,
        region_path=region.path, profile=plan.profile, zone=plan.zone, households=plan.households,
        rules_text=plan.rules, rules_adopted_on=(today - timedelta(days=400)).date(), is_demo=True,
        created_at=today - timedelta(days=330),
    )  # fmt: skip
    with db.unbound(write=True):
        db.session.add(community)
        db.commit()
    town = Town(plan, community, today)
    with db.as_community(community.id):
        db.session.add_all(Counter(kind=kind, last=0) for kind in KINDS)
        _grids(town)
        _households(town)
        accounts = _residents(town)
        db.commit()
    with db.unbound(write=True):
        db.session.execute(insert(Account), accounts)
        here = [
            {"account_id": one["id"], "community_id": community.id, "slug": plan.slug, "since": one["created_at"]}
            for one in accounts
        ]
        db.session.execute(insert(AccountCommunity), here)
        db.commit()
    return town


def _grids(town: Town) -> None:
    share, more = divmod(town.plan.households, len(town.plan.grids))
    for position, name in enumerate(town.plan.grids):
        size = share + (position < more)
        town.grids.append(Grid(name=name, position=position, households=size, adults=size * ADULTS))
    db.session.add_all(town.grids)
    db.session.flush()


def _doors(town: Town) -> Iterator[tuple[Grid, str, str, str]]:
    """Grid, building, entrance and room of every household: 5 floors of 2 rooms an entrance, 3 entrances a building."""
    building = 0
    for grid in town.grids:
        for place in range(grid.households):
            entrance, room = divmod(place, 10)
            if entrance % 3 == 0 and room == 0:
                building += 1
            yield grid, str(building), str(entrance % 3 + 1), f"{room // 2 + 1}0{room % 2 + 1}"


def _households(town: Town) -> None:
    rows = []
    for grid, building, unit, room in _doors(town):
        key = new_id()
        rows.append({
            "id": key, "grid_id": grid.id, "building": building, "unit": unit, "room": room, "adults": ADULTS,
            "adults_confirmed_at": town.ago(200), "join_hash": door_hash(building, unit, room),
        })  # fmt: skip
        town.households.append(key)
        town.grid_of[key] = grid.id
    db.session.execute(insert(Household), rows)


def _residents(town: Town) -> list[dict[str, Any]]:
    """One verified adult in each household; returns the rows of their accounts."""
    accounts = []
    for place, household in enumerate(town.households):
        name = _name(town, place)
        account = {"id": new_id(), "display_name": name, "created_at": town.ago(300), "is_demo": True}
        accounts.append(account)
        town.residents.append(_member(town, account, household))
    db.session.add_all(town.residents)
    return accounts


def _name(town: Town, place: int) -> str:
    family, given = town.chance.choice(town.plan.families), town.chance.choice(town.plan.given)
    return f"{given} {family}" if town.plan.profile == "generic" else f"{family}{given}"


def _member(town: Town, account: dict[str, Any], household: uuid.UUID | None, **more: Any) -> Membership:
    return Membership(
        id=new_id(), account_id=account["id"], household_id=household, grid_id=town.grid_of.get(household) if household else None,
        name=account["display_name"], adult=True, verified_at=town.ago(280), verified_how=VerifiedHow.IN_PERSON,
        joined_at=town.ago(290), **more,
    )  # fmt: skip


def settle(town: Town, key: str, name: str, household: int | None = None) -> Membership:
    """A named person of the cast. With a household number, a second adult of that household."""
    account = {"id": new_id(), "display_name": name, "created_at": town.ago(320), "is_demo": True}
    with db.unbound(write=True):
        db.session.execute(insert(Account), [account])
        db.session.add(
            AccountCommunity(
                account_id=account["id"], community_id=town.community.id, slug=town.plan.slug, since=town.ago(320)
            )
        )
        db.commit()
    home = town.households[household] if household is not None else None
    with db.as_community(town.community.id):
        town.cast[key] = _member(town, account, home, staff=household is None)
        db.session.add(town.cast[key])
        db.commit()
    return town.cast[key]


def hold(town: Town, key: str, kind: PostKind, title: str, **more: Any) -> Post:
    """Put a person of the cast into a post, since three hundred days ago."""
    organisation = more.pop("organisation", None)
    with db.as_community(town.community.id):
        if organisation is not None:
            db.session.add(organisation)
            db.session.flush()
            more["organisation_id"] = organisation.id
        post = Post(kind=kind, title=title, position=len(town.posts), elected=kind is PostKind.COMMITTEE, **more)
        db.session.add(post)
        db.session.flush()
        set_committed_value(post, "organisation", organisation)  # as a request would have loaded it
        since = clock.local(town.ago(300), town.community.zone).date()
        db.session.add(PostTerm(membership_id=town.cast[key].id, post_id=post.id, since=since))
        db.commit()
    town.posts[key] = post
    return post
