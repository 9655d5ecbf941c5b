"""Regions, communities and the small directories that lead to them; all global but what stands last."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from tenants.columns import Base, indexed, new_id, top_of_community, words_found_by
from tenants.owned import CommunityOwned, InCommunity, OfCommunity, Published


class CommunityKind(enum.StrEnum):
    RESIDENTIAL = "residential"  # 社区
    VILLAGE = "village"  # 村


class Region(Base):
    """A province, city, district or subdistrict; `path` holds the codes from the top, "/37/3701/370103/"."""

    __tablename__ = "region"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    found_by: Mapped[str] = words_found_by(700, "name")
    level: Mapped[int]  # 1 province, 2 city, 3 district, 4 subdistrict; 5 is a community
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), unique=True)
    profile: Mapped[str] = mapped_column(String(20), default="cn")


SETTING = {"setting": True}  # marks what a community decides for itself, on its page of settings


class Community(OfCommunity, Base):
    """One residential community: a tenant. On a cluster every node has a copy, so nothing here changes from day to day."""

    __tablename__ = "community"
    __table_args__ = (Index("ix_community_region_path", "region_path", "name", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    found_by: Mapped[str] = words_found_by(800, "name", "slug")
    kind: Mapped[CommunityKind] = mapped_column(default=CommunityKind.RESIDENTIAL)
    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    region_path: Mapped[str] = mapped_column(String(200))
    profile: Mapped[str] = mapped_column(String(20), default="cn")
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    members_only: Mapped[bool] = mapped_column(
        default=False, info=SETTING
    )  # reading closed to those who are not members
    check_first: Mapped[bool] = mapped_column(default=False, info=SETTING)  # a resident's post waits for the committee
    rules_text: Mapped[str | None] = mapped_column(Text, info=SETTING)  # its own rules of procedure, basis of COMM-HH
    rules_adopted_on: Mapped[date | None] = mapped_column(info=SETTING)
    # {num, den, strict}: what part of the households must take part, and what part of those must say yes
    rules_quorum: Mapped[dict[str, Any] | None] = mapped_column(info=SETTING)
    rules_threshold: Mapped[dict[str, Any] | None] = mapped_column(info=SETTING)
    score_version: Mapped[str] = mapped_column(String(20), default="")  # "": the one in force (app/score/versions.py)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # None: it stands on the table of divisions, and nobody has opened it yet
    began_at: Mapped[datetime | None]  # its first committee took office; until then it is being prepared
    suspended_at: Mapped[datetime | None]  # since then it is only read
    closed_at: Mapped[datetime | None]  # since then it is not read either; a closed one is suspended, too
    standing_reason: Mapped[str] = mapped_column(String(300), default="")  # why it is suspended or closed
    community_id: Mapped[uuid.UUID] = synonym("id")  # the guard asks every row whose it is by this name

    @property
    def is_written(self) -> bool:
        """Whether anything new can be written in it."""
        return self.opened_at is not None and self.suspended_at is None


SETTINGS = tuple(column.key for column in Community.__table__.columns if column.info == SETTING)


class FormerSlug(Base):
    """A slug that a community no longer uses; links to it are led on."""

    __tablename__ = "former_slug"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    community_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no key: docs/scaling.md, rule 9


class AccountCommunity(OfCommunity, Base):
    """Which communities an account belongs to: the directory behind `/` and `/me`, kept by the account's id."""

    __tablename__ = "account_community"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    community_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)  # no key: docs/scaling.md, rule 9
    slug: Mapped[str] = mapped_column(String(60))
    since: Mapped[datetime]


class RegionRole(enum.StrEnum):
    REVIEWER = "reviewer"  # reads scores and answers what is escalated
    STEWARD = "steward"  # also appoints reviewers


class RegionOffice(Base):
    """An account's office in a region, with its term. Region offices live by the account's id, like logins."""

    __tablename__ = "region_office"
    __table_args__ = (UniqueConstraint("account_id", "region_id", "since"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(index=True)
    region_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no key: docs/scaling.md, rule 9
    role: Mapped[RegionRole] = mapped_column(default=RegionRole.REVIEWER)
    title: Mapped[str] = mapped_column(String(80), default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class BodyKind(enum.StrEnum):
    DEPARTMENT = "department"  # of government
    UTILITY = "utility"  # water, power, heat, roads, transport
    OTHER = "other"


class Body(Base):
    """A body on a region's list: what its communities may pass a matter on to. Ended ones stay, for what names them."""

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("region_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no key: docs/scaling.md, rule 9
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[BodyKind] = mapped_column(default=BodyKind.DEPARTMENT)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class RateCount(Base):
    """How often something was tried in a window of time; shared by all workers (app/web/limits.py)."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[float] = mapped_column(index=True)  # seconds since the epoch, as the limiter counts


class Instance(Base):
    """Facts of this instance that are decided once, such as whether it holds the demo."""

    __tablename__ = "instance"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]]


class Listing(Published, InCommunity, Base):
    """A community's published line: all that a list of those above needs of the community itself (tenants/listing.py)."""

    __tablename__ = "listing"
    __table_args__ = (
        *top_of_community(),
        Index(
            "ix_listing_region_path", "region_path", "name", "community_id"
        ),  # a superior's list is one range of this
    )
    read_across = ("community_id", "region_path", "slug", "name", "kind", "households", "opened_at", "suspended_at")

    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[CommunityKind]
    households: Mapped[int] = mapped_column(default=0)  # on its register
    opened_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]


class Suspension(Published, CommunityOwned, Base):
    """A time in which a community was only read, or the end of it: its score knows by it that a quarter was short."""

    __tablename__ = "suspension"
    __table_args__ = (*top_of_community(), *indexed("since"))

    since: Mapped[datetime]
    until: Mapped[datetime | None]
    closed: Mapped[bool] = mapped_column(default=False)  # for good, as far as those above can say
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(160))  # the office that said so, and where


class Counter(InCommunity, Base):
    """The last number given to a kind of thing in a community ("proposal 12")."""

    __tablename__ = "counter"
    __table_args__ = top_of_community()

    kind: Mapped[str] = mapped_column(String(24), primary_key=True, sort_order=-10)
    last: Mapped[int]


class Submission(InCommunity, Base):
    """A form that made something, and the address of what it made: sent again, it leads there (app/web/forms.py).

    By account: whoever asks for the first time has no membership yet. Nobody else's submission is ever met.
    """

    __tablename__ = "submission"
    __table_args__ = top_of_community()

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-15)
    key: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-10)  # of the token and what was typed
    then: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
