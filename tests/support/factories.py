"""Rows for tests, valid by default. Each community's numbers start 1,000 after the last one's, so that a number
of one community never exists in another by accident.
"""

import itertools
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ForeignKeyConstraint, select

from app.accounts.models import Account, LoginSession
from app.community.doors import door_hash
from app.community.models import Grid, Household, Membership, Post, PostKind, PostTerm, VerifiedHow
from app.core import clock, encryption
from app.core.registry import registry
from app.score.versions import IN_FORCE
from tenants import columns, db, listing
from tenants.models import AccountCommunity, Body, Community, Counter, Listing, Region, RegionOffice
from tenants.owned import tables
from tests.support.browsing import Browser

_serial = itertools.count(1)
_open: ContextVar[bool] = ContextVar("open", default=False)  # a transaction of the factories'


class Make:
    """`make.community()`, `make.member(community)`, `make.row(Proposal, community, title="…")`, `make.browser(…)`."""

    words = "测试"  # what people and texts are called where a test does not say it

    def __init__(self, app: Flask) -> None:
        self.app = app

    def region(self, parent: Region | None = None, **given: Any) -> Region:
        code = given.pop("code", f"{900_000 + next(_serial)}{secrets.token_hex(3)}")
        path = (parent.path if parent else "/") + code + "/"
        level = parent.level + 1 if parent else 3
        values = {"name": f"区 {code[-6:]}", "level": level, "parent_id": parent.id if parent else None} | given
        return self._global(Region(code=code, path=path, **values))

    def community(self, region: Region | None = None, **given: Any) -> Community:
        """A community of one grid with 100 households on its register (none as rows)."""
        region = region or self.region()
        serial = next(_serial)
        slug = given.pop("slug", f"c{serial}-{secrets.token_hex(3)}")
        households = given.pop("households", 100)
        values: dict[str, Any] = {"name": f"试点社区 {serial}", "created_at": clock.now()} | given
        values = {"opened_at": values["created_at"], "began_at": values["created_at"]} | values
        community = Community(slug=slug, code=slug, region_id=region.id, region_path=region.path, **values)
        self._global(community)
        with self.inside(community):
            start = serial * 1000
            db.session.add_all(Counter(kind=kind, last=start) for kind in registry.numbered())
            db.session.add(Grid(name="第一网格", households=households, adults=2 * households))
            db.session.add(Listing(**{name: getattr(community, name) for name in listing.KEPT}, households=households))
            db.commit()
        return community

    @contextmanager
    def inside(self, community: Community) -> Iterator[None]:
        """The community's binding, for calling operations."""
        with self.app.app_context(), db.as_community(community.id):
            yield

    def account(self, **given: Any) -> Account:
        return self._global(self._account(given))

    def _account(self, given: dict[str, Any]) -> Account:
        return Account(**{"display_name": f"{self.words}人 {next(_serial)}", "created_at": clock.now()} | given)

    def household(self, community: Community, **given: Any) -> Household:
        with self._together(community):
            grid_id = given.pop("grid_id", None) or self.grid_of(community).id
            return self._added(self._household(community, grid_id, given))[0]

    def _household(self, community: Community, grid_id: Any, given: dict[str, Any]) -> Household:
        values = {"building": "2", "unit": "1", "room": str(next(_serial)), "grid_id": grid_id, "adults": 2} | given
        door = door_hash("", values["building"], values["unit"], values["room"])
        return Household(**_filled(self, Household, community, {"join_hash": door} | values))

    def member(self, community: Community, *, verified: bool = True, household: Any = None, **given: Any) -> Membership:
        """A verified adult with a household of their own; `verified=False`: pending."""
        with self._together(community):
            account = given.pop("account", None) or self.account()
            if verified:
                household = household or self.household(community)
            self._global(self._belonging(community, account))
            return self._added(self._membership(community, account, household if verified else None, given))[0]

    def members(self, community: Community, count: int, **given: Any) -> list[Membership]:
        """So many verified adults, each with a household of their own: written table by table, which costs a quarter."""
        with self._together(community):
            grid_id = given.pop("grid_id", None) or self.grid_of(community).id
            accounts = self._added(*(self._account({}) for _ in range(count)))
            households = self._added(*(self._household(community, grid_id, {}) for _ in range(count)))
            self._added(*(self._belonging(community, account) for account in accounts))
            pairs = zip(accounts, households, strict=True)
            return list(self._added(*(self._membership(community, *pair, given) for pair in pairs)))

    def _belonging(self, community: Community, account: Account) -> AccountCommunity:
        known = {"account_id": account.id, "community_id": community.id, "slug": community.slug}
        return AccountCommunity(**known, since=clock.now())

    def _membership(
        self, community: Community, account: Account, household: Household | None, given: dict[str, Any]
    ) -> Membership:
        """Verified if there is a household."""
        if household is not None:
            given = {
                "household_id": household.id, "grid_id": household.grid_id, "verified_at": clock.now(),
                "verified_how": VerifiedHow.IN_PERSON,
            } | given  # fmt: skip
        else:
            soon = clock.now() + timedelta(days=7)
            given = {"asked_place": "2 号楼 1 单元 301", "asked_at": clock.now(), "verify_due_at": soon} | given
        values = {"name": account.display_name, "account_id": account.id, "joined_at": clock.now()} | given
        return Membership(**_filled(self, Membership, community, values))

    @staticmethod
    def _added(*rows: Any) -> tuple[Any, ...]:
        """Of one table, in the transaction that is open."""
        db.session.add_all(rows)
        db.session.flush()
        return rows

    def guest(self, community: Community, **given: Any) -> Membership:
        """Signed in here, but neither pending nor verified."""
        return self.member(community, verified=False, asked_place=None, **given)

    def official(self, community: Community, kind: PostKind | str = PostKind.COMMITTEE, **given: Any) -> Membership:
        """A member holding a post today."""
        with self._together(community):
            return self._official(community, kind, given)

    def _official(self, community: Community, kind: PostKind | str, given: dict[str, Any]) -> Membership:
        resident = given.pop("resident", False)
        title = given.pop("title", {"committee": "居委会主任", "supervision": "监督委员"}.get(str(kind), str(kind)))
        values = {} if resident else {"asked_place": None, "verified_at": clock.now(), "staff": True}
        membership = self.member(community, verified=resident, **(values | given))
        post = self.row(Post, community, kind=PostKind(kind), title=title)
        today = clock.local(clock.now(), community.zone).date()
        self.row(PostTerm, community, membership_id=membership.id, post_id=post.id, since=today - timedelta(days=30))
        return membership

    def reviewer(self, region: Region, **given: Any) -> Account:
        account = self.account()
        values = {"title": "街道督导", "since": clock.now() - timedelta(days=1)} | given
        self._global(RegionOffice(account_id=account.id, region_id=region.id, **values))
        return account

    def region_of(self, community: Community) -> Region:
        with self._unbound():
            return db.session.get_one(Region, community.region_id)

    def body(self, region: Region, **given: Any) -> Body:
        """A body on a region's list."""
        serial = next(_serial)
        values = {"code": f"b{serial}", "name": f"路灯管理处 {serial}", "since": clock.now()} | given
        return self._global(Body(region_id=region.id, **values))

    def grid_of(self, community: Community) -> Grid:
        with self._together(community):
            return db.session.scalars(select(Grid).order_by(Grid.position, Grid.id)).first()

    def browser(
        self, who: Membership | Account | None = None, community: Community | None = None, **options: Any
    ) -> Browser:
        """A browser signed in as a member or an account, or signed out; addresses are relative to the community."""
        account_id = who.account_id if isinstance(who, Membership) else who.id if who else None
        login = self._login(account_id) if account_id else None
        return Browser(self.app, community, login, **options)

    def visitor(self, membership: Membership, community: Community) -> Any:
        """The Visitor a request of this member would carry; call inside the community's binding."""
        from app.community.visitor_loading import in_community

        account = Account(id=membership.account_id, display_name=membership.name)
        return in_community(account, community)

    def _login(self, account_id: Any) -> LoginSession:
        now = clock.now()
        return self._global(LoginSession(account_id=account_id, created_at=now, expires_at=now + timedelta(days=400)))

    def _global(self, row: Any) -> Any:
        with nullcontext() if _open.get() else self._unbound():
            db.session.add(row)
            db.session.flush()
        return row

    @contextmanager
    def _unbound(self) -> Iterator[None]:
        with self.app.app_context(), db.unbound(write=True):
            yield
            db.commit()

    @contextmanager
    def _together(self, community: Community) -> Iterator[None]:
        """What is made within is one transaction, however deep it lies: a row and those it needs."""
        if _open.get():
            yield
            return
        with self.inside(community):
            token = _open.set(True)
            try:
                yield
                db.commit()
            finally:
                _open.reset(token)

    def row(self, model: type, community: Community, **given: Any) -> Any:
        """A row of any owned table: what is not given and may not be empty is filled in, rows it needs included."""
        with self._together(community):
            row = model(**_filled(self, model, community, given))
            db.session.add(row)
            db.session.flush()
        return row


def _filled(make: Make, model: Any, community: Community, given: dict[str, Any]) -> dict[str, Any]:
    table = model.__table__
    keys = {list(key.columns)[-1].name: key for key in table.constraints if isinstance(key, ForeignKeyConstraint)}
    values = dict(given)
    for column in table.columns:
        if (
            column.name in values
            or column.name in ("community_id", "id")
            or column.nullable
            or column.default is not None
        ):
            continue
        if column.name in keys:
            values[column.name] = _needed(make, keys[column.name], community).id
        elif column.name == "number":
            values["number"] = _number(make, model, community)
        else:
            values[column.name] = _some(make, column, community)
    return values


def _needed(make: Make, key: ForeignKeyConstraint, community: Community) -> Any:
    target = tables()[key.elements[0].column.table.name]
    if target is Membership:
        return make.member(community)
    if target is Grid:
        return make.grid_of(community)
    if target is Household:
        return make.household(community)
    return make.row(target, community)


def _number(make: Make, model: Any, community: Community) -> int:
    from tenants.numbers import next_number

    with make._together(community):
        return next_number(model.__tablename__)


def _some(make: Make, column: Any, community: Community) -> Any:
    kind: Any = column.type
    if column.name == "region_path":
        return community.region_path
    if isinstance(kind, columns.Instant):
        return clock.now()
    if isinstance(kind, columns.Id):
        return columns.new_id()
    if getattr(kind, "enum_class", None) is not None:
        return next(iter(kind.enum_class))
    if isinstance(kind, encryption.EncryptedText):
        return "某处"
    return _plain(make, column, kind, community)


def _plain(make: Make, column: Any, kind: Any, community: Community) -> Any:
    name = column.name
    if "quarter" in name or name == "period":
        return clock.quarter(clock.now(), community.zone)
    if name == "version":
        return IN_FORCE.name
    if name == "month":
        return f"{clock.local(clock.now(), community.zone):%Y-%m}"
    by_type = {int: 1, str: make.words, float: 0.5, bool: False, bytes: secrets.token_bytes(32), date: date.today()}
    try:
        python = kind.python_type
    except NotImplementedError:
        python = dict
    if python is list or name in ("choice", "stars"):
        return [1, 2, 3, 4, 5] if name == "stars" else ["yes"]
    return by_type.get(python, {})
