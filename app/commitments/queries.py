"""Lists of promises, and the parts of one promise's page."""

import uuid
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from app.commitments.acts import RUNNING
from app.commitments.models import Commitment, CommitmentEvent, Confirmation, State
from app.community.models import Organisation, Post
from tenants import db

_ABOUT = select(Commitment).where(Commitment.subject_id == bindparam("subject_id")).order_by(Commitment.number)


def about(subject_id: uuid.UUID) -> list[Commitment]:
    """All that was promised about something, the oldest first: in this order turns over them are taken."""
    return list(db.session.scalars(_ABOUT, {"subject_id": subject_id}))


def shown() -> Select[Commitment]:
    """What everyone may read."""
    return select(Commitment).where(
        Commitment.private.is_(False), Commitment.hidden_at.is_(None), Commitment.state != State.TAKEN_BACK
    )


_PROMISED = (  # built once: every look at a home asks it
    shown()
    .where(Commitment.state.in_(RUNNING), Commitment.one_persons.is_(False))
    .order_by(Commitment.due_at, Commitment.number)
    .limit(3)
)


def promised() -> list[Commitment]:
    """What was promised to all and is not done yet, the first due on top."""
    return list(db.session.scalars(_PROMISED))


def confirmation_of(membership_id: uuid.UUID, promise: Commitment) -> Confirmation | None:
    """The last time this member was asked about it."""
    query = select(Confirmation).where(
        Confirmation.commitment_id == promise.id, Confirmation.membership_id == membership_id
    )
    return db.session.scalars(query.order_by(Confirmation.turn.desc()).limit(1)).first()


def confirmations(membership_id: uuid.UUID, promises: list[Commitment]) -> dict[uuid.UUID, Confirmation]:
    """What this member is, or last was, asked about each of these."""
    if not promises:
        return {}
    query = select(Confirmation).where(Confirmation.membership_id == membership_id)
    query = query.where(Confirmation.commitment_id.in_([promise.id for promise in promises])).order_by(
        Confirmation.turn
    )
    return {confirmation.commitment_id: confirmation for confirmation in db.session.scalars(query)}


def to_confirm(membership_id: uuid.UUID) -> list[Any]:
    """What this member is asked to confirm."""
    query = (
        select(Commitment.number, Commitment.what, Commitment.done_at, Commitment.confirm_by_at)
        .join(Confirmation, Confirmation.commitment_id == Commitment.id)
        .where(Confirmation.membership_id == membership_id, Confirmation.fixed.is_(None))
        .where(Commitment.state == State.CLAIMED, Commitment.hidden_at.is_(None))
        .where(Confirmation.turn == case((Commitment.reopened_at.is_(None), 1), else_=2))
        .order_by(Commitment.confirm_by_at)
    )
    return list(db.session.execute(query).all())


def events_of(*ids: uuid.UUID) -> list[CommitmentEvent]:
    """Their history, in the order of time."""
    if not ids:
        return []
    query = select(CommitmentEvent).where(CommitmentEvent.commitment_id.in_(ids)).order_by(CommitmentEvent.id)
    return list(db.session.scalars(query))


def hands() -> list[str]:
    """The offices and organisations that a promise can be handed to, by name."""
    posts = db.session.scalars(select(Post.title).order_by(Post.position, Post.id))
    organisations = db.session.scalars(select(Organisation.name).order_by(Organisation.name))
    return list(dict.fromkeys([*posts, *organisations]))
