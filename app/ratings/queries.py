"""Rounds, the reader's own ask, and results by who may see them."""

import uuid
from typing import Any

from sqlalchemy import Select, or_, select

from app.access import Visitor
from app.community.models import Grid, Post, PostKind, PostTerm
from app.core import clock
from app.ratings.models import RatingAsk, RatingCount, RatingRound
from tenants import db

EVERYONE = (PostKind.ORGANISATION_SEAT,)  # as organisations; committees and teams have questions of their own
RESIDENTS = (PostKind.LEADING,)  # elected and leading posts: the community's residents and the direct superior


def rounds() -> Select[RatingRound]:
    return select(RatingRound)


def asked(membership_id: uuid.UUID, held: RatingRound) -> RatingAsk | None:
    query = select(RatingAsk).where(RatingAsk.round_id == held.id, RatingAsk.membership_id == membership_id)
    return db.session.scalars(query).one_or_none()


def posts() -> list[Post]:
    """The posts a resident may have had contact with, in order of office."""
    return list(
        db.session.scalars(select(Post).where(Post.kind != PostKind.ORGANISATION_SEAT).order_by(Post.position, Post.id))
    )


def counts(held: RatingRound) -> list[Any]:
    query = select(RatingCount.question, RatingCount.stars, RatingCount.grid_id, RatingCount.post_id, Grid.name)
    return list(
        db.session.execute(
            query.outerjoin(Grid, Grid.id == RatingCount.grid_id).where(RatingCount.round_id == held.id)
        ).all()
    )


def held_during(visitor: Visitor, held: RatingRound, zone: str) -> set[uuid.UUID]:
    """The posts this visitor held while the round ran: a term's ratings stay with that term."""
    if visitor.membership is None:
        return set()
    first, last = (clock.local(moment, zone).date() for moment in (held.opens_at, held.closes_at))
    term = select(PostTerm.post_id).where(PostTerm.membership_id == visitor.membership.id, PostTerm.since <= last)
    return set(db.session.scalars(term.where(or_(PostTerm.until.is_(None), PostTerm.until >= first))))


def may_see(visitor: Visitor, post: Post, own: set[uuid.UUID]) -> bool:
    """Who sees a post's result: see docs/adr/0004; a region may narrow this, never widen it."""
    if post.kind in EVERYONE:
        return True
    if post.kind in RESIDENTS or post.elected:
        return visitor.is_resident
    return post.id in own
