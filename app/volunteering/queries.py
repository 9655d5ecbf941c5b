"""Shifts ahead, those of a proposal, one's own, and who is signed up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, extract, func, select

from app.community.models import Grid, Membership
from app.proposals.acts import LIVING
from app.proposals.models import Proposal
from app.proposals.queries import shown
from app.volunteering.models import Shift, ShiftKind, SignUp, SignUpState
from tenants import db
from tenants.text import sought

COLUMNS = (
    Shift.number, Shift.kind, Shift.title, Shift.place, Shift.starts_at, Shift.ends_at, Shift.places, Shift.taken,
    Shift.cancelled_at, Shift.created_at,
)  # fmt: skip

KEPT = timedelta(days=31)  # in the calendars of those who follow: else a shift would vanish as it ends


def ahead(now: datetime) -> Select[*tuple[Any, ...]]:
    """Shifts not over yet."""
    return select(*COLUMNS).where(Shift.ends_at > now, Shift.stands(), Shift.cancelled_at.is_(None))


def of_calendar(now: datetime) -> Select[*tuple[Any, ...]]:
    """What a calendar that follows shows: what is ahead, and for a month what was; not what was called off."""
    return select(*COLUMNS).where(Shift.ends_at > now - KEPT, Shift.stands(), Shift.cancelled_at.is_(None))


def past(now: datetime) -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS).where(Shift.ends_at <= now, Shift.stands())


_OF_PROPOSAL = (  # built once: every look at an item asks it
    select(*COLUMNS)
    .where(Shift.proposal_id == bindparam("proposal_id"), Shift.stands())
    .order_by(Shift.starts_at.desc())
    .limit(5)
)


def shifts_of(proposal_id: uuid.UUID) -> list[Any]:
    return db.rows(_OF_PROPOSAL, {"proposal_id": proposal_id})


def sign_ups(shift: Shift) -> list[Any]:
    """(sign-up, name) of everyone who did not withdraw."""
    query = select(SignUp, Membership.name).join(Membership, Membership.id == SignUp.membership_id)
    query = query.where(SignUp.shift_id == shift.id, SignUp.state != SignUpState.WITHDRAWN)
    return list(db.session.execute(query.order_by(SignUp.created_at, SignUp.id)).all())


def state_of(membership_id: uuid.UUID, shift: Shift) -> SignUpState | None:
    query = select(SignUp.state).where(SignUp.shift_id == shift.id, SignUp.membership_id == membership_id)
    return db.session.scalar(query)


def mine(membership_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """A member's own shifts; `seconds`: how long they helped, over all rows of the query."""
    length = extract("epoch", Shift.ends_at) - extract("epoch", Shift.starts_at)
    helping = (SignUp.state == SignUpState.ATTENDED) & (Shift.kind == ShiftKind.SHIFT)
    helped = func.sum(case((helping, length), else_=0)).over()
    query = select(*COLUMNS, SignUp.state.label("my_state"), helped.label("seconds"))
    query = query.join(SignUp, SignUp.shift_id == Shift.id)
    mine = SignUp.membership_id == membership_id, SignUp.state != SignUpState.WITHDRAWN, Shift.stands()
    return query.where(*mine)


def members_named(words: str, but: uuid.UUID) -> list[Any]:
    """(id, name, grid) of verified members of this name, else of those whose name contains it, without `but`."""
    if not sought(words):
        return []
    query = select(Membership.id, Membership.name, Grid.name).outerjoin(Grid, Grid.id == Membership.grid_id)
    query = query.where(Membership.verified_at.is_not(None), Membership.id != but)
    named = Membership.found_by.contains(sought(words), autoescape=True)
    whole_name_first = case((Membership.name == words, 0), else_=1)
    query = query.where(named).order_by(whole_name_first, Membership.found_by, Membership.id)
    found = list(db.session.execute(query.limit(20)).all())
    return [person for person in found if person[1] == words] or found


_FREE = (  # built once: every look at a home or a desk asks it
    select(Shift.number, Shift.title, Shift.place, Shift.starts_at, Shift.ends_at, Shift.places, Shift.taken)
    .where(Shift.starts_at > bindparam("now"), Shift.cancelled_at.is_(None), Shift.stands())
    .where(Shift.taken < Shift.places)
    .order_by(Shift.starts_at)
    .limit(bindparam("most"))
)


def free_shifts(now: datetime, most: int = 2) -> list[Any]:
    """The next shifts with a free place."""
    return db.rows(_FREE, {"now": now, "most": most})


def matters() -> Select[Proposal]:
    """Those that a shift may be for: shown to all, and not over."""
    return shown().where(Proposal.state.in_(LIVING))


def takes_shifts(item: Proposal) -> bool:
    """As `matters` says of many."""
    return item.visible_at is not None and not item.private and item.hidden_at is None and item.state in LIVING
