"""Who waits, who lives where, who serves."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, case, func, literal, or_, select
from sqlalchemy.orm import joinedload

from app.access import Visitor, committee
from app.access.visitor import Member
from app.audit.models import AuditEntry
from app.community.models import (
    ADULTS_HOLD,
    Compound,
    Grid,
    Household,
    Invitation,
    Membership,
    Post,
    PostKind,
    PostTerm,
    Verification,
)
from app.core import clock
from app.core.ids import id_text
from tenants import db
from tenants.text import sought


def pending(visitor: Visitor) -> Select[Membership]:
    """Those who said where they live and whom this visitor may verify: everyone, or those of the grids one serves."""
    waiting = Membership.verified_at.is_(None), Membership.asked_place.is_not(None), Membership.refused_at.is_(None)
    asked = select(Verification.id).where(
        Verification.membership_id == Membership.id, Verification.settled_at.is_(None)
    )  # their household has been asked: nothing to do here
    query = select(Membership).where(*waiting, ~asked.exists())
    return query if committee(visitor, None) else query.where(Membership.asked_grid_id.in_(grids_served_by(visitor)))


def grids_served_by(visitor: Visitor) -> set[uuid.UUID]:
    return {post.grid_id for post in visitor.posts if post.kind is PostKind.GRID_WORKER and post.grid_id is not None}


def who_looks(waiting: Membership, day: date) -> list[str]:
    """The posts that verify this person: the workers of the door's grid, else the committee."""
    held = select(Post.title).join(PostTerm, PostTerm.post_id == Post.id).where(_running(day)).order_by(*OFFICE)
    workers = held.where(Post.kind == PostKind.GRID_WORKER, Post.grid_id == waiting.asked_grid_id)
    return list(db.session.scalars(workers)) if waiting.asked_grid_id else []


def compounds() -> list[Compound]:
    """The compounds of the community, none where it is only one."""
    query = select(Compound).options(*bodies())
    return list(db.session.scalars(query.order_by(Compound.position, Compound.name)))


def bodies() -> tuple[Any, ...]:
    """Loads the organisations that look after a compound."""
    return joinedload(Compound.manager), joinedload(Compound.owners_committee)


def compound_with_bodies(key: uuid.UUID) -> Compound:
    query = select(Compound).where(Compound.id == key).options(*bodies()).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def compound_chosen(key: str | None, known: Sequence[Compound]) -> Compound | None:
    """The one of `known` that an address names, else the first; None where the community is only one compound."""
    named = next((one for one in known if id_text(one.id) == key), None)
    return named or next(iter(known), None)


def newcomers(household_id: uuid.UUID) -> list[Verification]:
    """Those about whom the adults of this household are asked."""
    query = select(Verification).where(Verification.household_id == household_id, Verification.settled_at.is_(None))
    return list(db.session.scalars(query.options(joinedload(Verification.membership)).order_by(Verification.made_at)))


def both_sides() -> tuple[Any, ...]:
    """Loads the person and the household a verification is about."""
    return joinedload(Verification.membership), joinedload(Verification.household)


def objections() -> Select[Verification]:
    """New members whom their household does not know: the committee decides."""
    query = select(Verification).where(Verification.settled_at.is_(None), Verification.objected_at.is_not(None))
    return query.options(joinedload(Verification.membership))


def grids() -> list[Grid]:
    return list(db.session.scalars(select(Grid).order_by(Grid.position, Grid.name)))


# 2 before 10: shorter names first, then by name
ENTRANCES = (
    func.length(Household.building, type_=Integer).label("building_length"), Household.building,
    func.length(Household.unit, type_=Integer).label("unit_length"), Household.unit,
)  # fmt: skip


def entrances(compound_id: uuid.UUID | None) -> Select[*tuple[Any, ...]]:
    """(…, building, …, unit, grid, households) of each entrance of a compound; to be paged by ENTRANCES."""
    query = select(*ENTRANCES, Household.grid_id, func.count().label("households"))
    here = Household.compound_id == compound_id, Household.closed_at.is_(None)
    return query.where(*here).group_by(Household.building, Household.unit, Household.grid_id)


def all_entrances(compound_id: uuid.UUID | None) -> list[Any]:
    """(building, unit) of each entrance of a compound."""
    here = Household.compound_id == compound_id, Household.closed_at.is_(None)
    return list(db.session.execute(select(Household.building, Household.unit).where(*here).distinct()))


def households_in(compound_id: uuid.UUID | None, building: str, unit: str) -> Select[Household]:
    """The doors of one entrance, closed ones too."""
    entrance = Household.compound_id == compound_id, Household.building == building, Household.unit == unit
    return select(Household).where(*entrance)


def empty_households_in(compound_id: uuid.UUID | None, building: str, unit: str) -> list[Household]:
    """Those of an entrance where nobody is verified yet, as many as a printer takes at once."""
    verified = select(Membership.household_id).where(Membership.household_id.is_not(None))
    query = households_in(compound_id, building, unit)
    empty = Household.closed_at.is_(None), Household.id.not_in(verified)
    return list(db.session.scalars(query.where(*empty).order_by(Household.id).limit(100)))


def open_invitations() -> Select[Invitation]:
    """Those that can still be used."""
    usable = Invitation.expires_at > clock.now(), Invitation.places > 0
    return select(Invitation).where(*usable).options(joinedload(Invitation.household))


def open_invitation(household_id: uuid.UUID) -> Invitation | None:
    return db.session.scalar(open_invitations().where(Invitation.household_id == household_id).limit(1))


OFFICE = Post.position, Post.id
CALLED = (PostKind.GRID_WORKER, PostKind.COMMITTEE)


def serving(today: date) -> Select[*tuple[Any, ...]]:
    """(post, holder's name or None, term), vacant posts too; to be paged by OFFICE, the order of office."""
    return (
        select(Post, Membership.name, PostTerm)
        .outerjoin(PostTerm, (PostTerm.post_id == Post.id) & _running(today))
        .outerjoin(Membership, Membership.id == PostTerm.membership_id)
        .options(joinedload(Post.organisation))
    )


def holder(post_id: uuid.UUID, today: date) -> Any:
    """(name, term) of whoever holds a post; None where nobody does."""
    query = select(Membership.name, PostTerm).join(Membership, Membership.id == PostTerm.membership_id)
    return db.session.execute(query.where(PostTerm.post_id == post_id, _running(today))).first()


def _running(day: date) -> Any:
    return (PostTerm.since <= day) & or_(PostTerm.until.is_(None), PostTerm.until >= day)


def in_office(day: date, *kinds: PostKind) -> list[uuid.UUID]:
    """The members who hold a post of these kinds on a day."""
    query = select(PostTerm.membership_id).join(Post, Post.id == PostTerm.post_id)
    return list(db.session.scalars(query.where(Post.kind.in_(kinds), _running(day))))


def to_call(day: date, grid_id: uuid.UUID | None, *, but: uuid.UUID | None) -> Any:
    """(name, title, contact, hours) of who serves the grid, else of the first who gives a telephone, `but` this member;
    None where nobody does."""
    nearest = case((Post.grid_id == grid_id, 0), else_=1) if grid_id else literal(1)
    query = select(Membership.name, Post.title, Post.contact, Post.hours).join(
        PostTerm, PostTerm.membership_id == Membership.id
    )
    query = query.join(Post, Post.id == PostTerm.post_id).where(
        Post.contact != "", Post.kind.in_(CALLED), or_(Post.grid_id.is_(None), Post.grid_id == grid_id), _running(day)
    )
    if but is not None:
        query = query.where(Membership.id != but)
    return db.session.execute(query.order_by(nearest, *OFFICE).limit(1)).first()


def is_served(day: date, *kinds: PostKind) -> bool:
    """Whether anybody holds a post of these kinds on a day."""
    served = select(PostTerm.id).join(Post, Post.id == PostTerm.post_id).where(Post.kind.in_(kinds), _running(day))
    return db.session.scalar(select(served.exists())) or False


def names_in_office(day: date, *kinds: PostKind) -> list[Any]:
    """(membership id, name, title) of those who hold a post of these kinds on a day."""
    query = select(Membership.id, Membership.name, Post.title).join(PostTerm, PostTerm.membership_id == Membership.id)
    query = query.join(Post, Post.id == PostTerm.post_id).where(Post.kind.in_(kinds), _running(day))
    return list(db.session.execute(query).all())


def adults_of(household_id: uuid.UUID) -> list[Membership]:
    """The verified adults of a household, in the order they joined."""
    query = select(Membership).where(Membership.household_id == household_id, Membership.adult.is_(True))
    return list(db.session.scalars(query.order_by(Membership.joined_at)))


def account_of(membership_id: uuid.UUID) -> uuid.UUID | None:
    """Whose membership it is."""
    return db.session.scalar(select(Membership.account_id).where(Membership.id == membership_id))


def said_long_ago(now: datetime) -> int:
    """How many households of the register said their number of adults more than a year ago."""
    old = Household.closed_at.is_(None), Household.adults_confirmed_at < now - ADULTS_HOLD
    return db.session.scalar(select(func.count()).select_from(Household).where(*old)) or 0


def household_of(membership: Member) -> Household | None:
    if membership.household_id is None:
        return None
    return db.session.scalar(select(Household).where(Household.id == membership.household_id))


def members_named(words: str) -> list[Membership]:
    """Up to twenty members whose name holds the words or is read so, for appointing."""
    if not sought(words):
        return []
    named = Membership.found_by.contains(sought(words), autoescape=True)
    query = select(Membership).where(named, Membership.refused_at.is_(None))
    return list(db.session.scalars(query.order_by(Membership.found_by, Membership.id).limit(20)))


def looks_at(ids: list[uuid.UUID], act: str) -> list[Any]:
    """(office, at) of those who opened these records, the latest first."""
    query = select(AuditEntry.office, AuditEntry.at).where(AuditEntry.subject_id.in_(ids), AuditEntry.act == act)
    return list(db.session.execute(query.order_by(AuditEntry.number.desc()).limit(10)).all())


def pending_count(visitor: Visitor) -> int:
    """How many wait for this visitor."""
    return db.session.scalar(select(func.count()).select_from(pending(visitor).subquery())) or 0
