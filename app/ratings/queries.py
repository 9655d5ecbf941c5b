"""Rounds, the reader's own ask, and results by who may see them."""

import uuid
from typing import Any

from sqlalchemy import Select, select

from app.access import Visitor
from app.community.models import Grid, Post, PostKind
from app.ratings.models import RatingAsk, RatingCount, RatingRound
from tenants import db

EVERYONE = (PostKind.COMMITTEE, PostKind.ORGANISATION_SEAT)  # committees, teams, organisations
RESIDENTS = (PostKind.LEADING,)  # elected and leading posts: the community's residents and the direct superior


def rounds() -> Select[tuple[RatingRound]]:
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


def may_see(visitor: Visitor, post: Post) -> bool:
    """Who sees a post's result: see docs/adr/0004; a region may narrow this, never widen it."""
    if post.kind in EVERYONE:
        return True
    if post.kind in RESIDENTS or post.elected:
        return visitor.is_resident
    return any(held.id == post.id for held in visitor.posts)
