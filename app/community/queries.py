"""Who waits, who lives where, who serves."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.community.models import Grid, Household, Membership, Post, PostTerm
from tenants import db


def pending() -> Select[tuple[Membership]]:
    """Those who said where they live and wait to be verified."""
    waiting = Membership.verified_at.is_(None), Membership.asked_place.is_not(None), Membership.refused_at.is_(None)
    return select(Membership).where(*waiting)


def grids() -> list[Grid]:
    return list(db.session.scalars(select(Grid).order_by(Grid.position, Grid.name)))


def buildings() -> list[Any]:
    """Households per building and entrance."""
    query = select(Household.building, Household.unit, func.count().label("households"))
    return list(db.session.execute(query.group_by(Household.building, Household.unit).order_by(Household.building, Household.unit)).all())


def households_in(building: str, unit: str) -> list[Household]:
    """The doors of one entrance."""
    query = select(Household).where(Household.building == building, Household.unit == unit).order_by(Household.id)
    return list(db.session.scalars(query.limit(500)))


def serving(today: date) -> list[Any]:
    """(post, holder's name or None, term) in order of office; vacant posts too."""
    running = (PostTerm.since <= today) & or_(PostTerm.until.is_(None), PostTerm.until >= today)
    query = (
        select(Post, Membership.name, PostTerm)
        .outerjoin(PostTerm, (PostTerm.post_id == Post.id) & running)
        .outerjoin(Membership, Membership.id == PostTerm.membership_id)
        .options(joinedload(Post.organisation))
        .order_by(Post.position, Post.id)
    )
    return list(db.session.execute(query.limit(200)).all())


def adults_of(household_id: uuid.UUID) -> list[Membership]:
    query = select(Membership).where(Membership.household_id == household_id, Membership.adult.is_(True))
    return list(db.session.scalars(query.order_by(Membership.joined_at)))


def household_of(membership: Membership) -> Household | None:
    if membership.household_id is None:
        return None
    return db.session.scalar(select(Household).where(Household.id == membership.household_id))


def verified_members(words: str) -> list[Membership]:
    """Up to twenty members whose name holds the words, for appointing."""
    query = select(Membership).where(Membership.name.contains(words, autoescape=True), Membership.refused_at.is_(None))
    return list(db.session.scalars(query.order_by(Membership.name).limit(20)))
