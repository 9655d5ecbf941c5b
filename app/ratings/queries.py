"""Rounds, the reader's own ask, and results by who may see them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from app.access import Visitor
from app.community.models import Grid, Post, PostKind, PostTerm
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.policy import Topic
from app.ratings import drawing
from app.ratings.models import RatingAsk, RatingFigure, RatingRound, RoundState
from tenants import db

INVITED = kind(
    "rating.invited",
    N_("You were drawn by lot: four questions about those who serve you."),
    "rating_round",
    Topic.INBOX,
)
EVERYONE = (PostKind.ORGANISATION_SEAT,)  # as organisations; committees and teams have questions of their own
RESIDENTS = (PostKind.LEADING,)  # elected and leading posts: the community's residents and the direct superior


def rounds() -> Select[RatingRound]:
    return select(RatingRound)


def ask_of(membership_id: uuid.UUID, round_: RatingRound) -> RatingAsk | None:
    """What this person was asked, while the round runs; afterwards nobody can tell."""
    token = drawing.token_of(round_, membership_id)
    query = select(RatingAsk).where(RatingAsk.round_id == round_.id, RatingAsk.token == token)
    return db.session.scalars(query).one_or_none() if token is not None else None


def invited(membership_id: uuid.UUID) -> list[tuple[str, int, datetime]]:
    """The inbox's line: found anew for each look, since a stored one would tell who was drawn."""
    return [(INVITED.name, round_.number, round_.opens_at) for round_ in to_answer(membership_id)]


def to_answer(membership_id: uuid.UUID) -> list[RatingRound]:
    """Rounds that run, for which this person was drawn, and that have no answer of theirs yet."""
    running = select(RatingRound).where(RatingRound.state == RoundState.OPEN, RatingRound.closes_at > clock.now())
    rounds = db.session.scalars(running).all()
    try:
        asks = [(round_, ask_of(membership_id, round_)) for round_ in rounds]
    except Refused:  # the key's file is away: the round's own page says so, the others go on without it
        return []
    return [round_ for round_, ask in asks if ask is not None and ask.sealed is None]


def posts() -> list[Post]:
    """The posts a resident may have had contact with, in order of office."""
    return list(
        db.session.scalars(select(Post).where(Post.kind != PostKind.ORGANISATION_SEAT).order_by(Post.position, Post.id))
    )


def figures(round_: RatingRound) -> list[Any]:
    """(question, grid's name or None, post or None, figure) of a counted round."""
    query = select(RatingFigure.question, Grid.name, RatingFigure.post_id, RatingFigure.figure)
    query = query.outerjoin(Grid, Grid.id == RatingFigure.grid_id).where(RatingFigure.round_id == round_.id)
    return list(db.session.execute(query.order_by(RatingFigure.question, Grid.position, Grid.id)).all())


def posts_during(visitor: Visitor, round_: RatingRound, zone: str) -> set[uuid.UUID]:
    """The posts this visitor held while the round ran: a term's ratings stay with that term."""
    if visitor.membership is None:
        return set()
    first, last = (clock.local(moment, zone).date() for moment in (round_.opens_at, round_.closes_at))
    term = select(PostTerm.post_id).where(PostTerm.membership_id == visitor.membership.id, PostTerm.since <= last)
    return set(db.session.scalars(term.where(or_(PostTerm.until.is_(None), PostTerm.until >= first))))


def may_see(visitor: Visitor, post: Post, own: set[uuid.UUID]) -> bool:
    """Who sees a post's result: see docs/adr/0004; a region may narrow this, never widen it."""
    if post.kind in EVERYONE:
        return True
    if post.kind in RESIDENTS or post.elected:
        return visitor.is_resident
    return post.id in own
