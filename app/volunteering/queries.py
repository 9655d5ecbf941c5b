"""Shifts ahead, those of a proposal, and who is signed up."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.community.models import Membership
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db

COLUMNS = (
    Shift.number, Shift.kind, Shift.title, Shift.place, Shift.starts_at, Shift.ends_at, Shift.places, Shift.taken,
    Shift.cancelled_at,
)  # fmt: skip


def ahead(now: datetime) -> Select[Any]:
    """Shifts not over yet."""
    return select(*COLUMNS).where(Shift.ends_at > now, Shift.hidden_at.is_(None), Shift.cancelled_at.is_(None))


def past(now: datetime) -> Select[Any]:
    return select(*COLUMNS).where(Shift.ends_at <= now, Shift.hidden_at.is_(None))


def shifts_of(proposal_id: uuid.UUID) -> list[Any]:
    query = select(*COLUMNS).where(Shift.proposal_id == proposal_id, Shift.hidden_at.is_(None))
    return list(db.session.execute(query.order_by(Shift.starts_at.desc()).limit(5)).all())


def sign_ups(shift: Shift) -> list[Any]:
    """(sign-up, name) of everyone who did not withdraw."""
    query = select(SignUp, Membership.name).join(Membership, Membership.id == SignUp.membership_id)
    query = query.where(SignUp.shift_id == shift.id, SignUp.state != SignUpState.WITHDRAWN)
    return list(db.session.execute(query.order_by(SignUp.created_at)).all())


def state_of(membership_id: uuid.UUID, shift: Shift) -> SignUpState | None:
    query = select(SignUp.state).where(SignUp.shift_id == shift.id, SignUp.membership_id == membership_id)
    return db.session.scalar(query)


def mine(membership_id: uuid.UUID) -> Select[Any]:
    query = select(*COLUMNS, SignUp.state.label("my_state")).join(SignUp, SignUp.shift_id == Shift.id)
    return query.where(SignUp.membership_id == membership_id, SignUp.state != SignUpState.WITHDRAWN)


def members_named(words: str) -> list[Membership]:
    """Verified members to choose the receiving side from."""
    query = select(Membership).where(
        Membership.verified_at.is_not(None), Membership.name.contains(words, autoescape=True)
    )
    return list(db.session.scalars(query.order_by(Membership.name).limit(20)))
