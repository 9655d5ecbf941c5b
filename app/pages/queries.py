"""What the pages that show more than one feature ask for."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select

from app.board.models import Notice
from app.community.models import Membership
from app.community.scope import ScopeKind
from app.polls.models import Elector, Poll, PollState
from app.proposals.models import Kind, Proposal, State
from app.volunteering.models import Shift
from tenants import db
from tenants.models import Community, Region
from tenants.text import folded

TALKING = (State.OPEN, State.PASSED_ON, State.ENDORSED, State.DELIBERATING)


def open_polls(now: datetime, units: list[uuid.UUID], limit: int = 3) -> list[Any]:
    """Polls one of these units can vote in now, the first to close on top; for nobody in particular, all of them."""
    mine = exists().where(Elector.poll_id == Poll.id, Elector.unit_id.in_(units))
    of_my_part = [or_(Poll.scope_kind == ScopeKind.COMMUNITY, Poll.roll_made_at.is_(None), mine)] if units else []
    query = (
        select(Poll.id, Poll.number, Poll.title, Poll.closes_at, Poll.unit_kind)
        .where(Poll.state == PollState.NOTICED, Poll.opens_at <= now, Poll.closes_at > now)
        .where(*of_my_part)
        .order_by(Poll.closes_at)
        .limit(limit)
    )
    return list(db.session.execute(query).all())


def voted_in(poll_ids: list[uuid.UUID], units: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """In which of these polls one of these units has voted already, and through whom."""
    query = select(Elector.poll_id, Elector.membership_id)
    query = query.where(Elector.poll_id.in_(poll_ids), Elector.unit_id.in_(units), Elector.membership_id.is_not(None))
    return dict(db.session.execute(query).all())  # type: ignore[arg-type]  # rows of two columns


def free_shifts(now: datetime, limit: int = 2) -> list[Any]:
    """The next shifts with a free place."""
    query = (
        select(Shift.number, Shift.title, Shift.place, Shift.starts_at, Shift.ends_at, Shift.places, Shift.taken)
        .where(Shift.starts_at > now, Shift.cancelled_at.is_(None), Shift.stands())
        .where(Shift.taken < Shift.places)
        .order_by(Shift.starts_at)
        .limit(limit)
    )
    return list(db.session.execute(query).all())


def notices(now: datetime, limit: int = 3) -> list[Any]:
    """Pinned first, then the newest that still hold."""
    query = (
        select(Notice.number, Notice.title, Notice.kind, Notice.pinned, Notice.posted_at)
        .where(Notice.stands(), or_(Notice.until.is_(None), Notice.until > now))
        .order_by(Notice.pinned.desc(), Notice.number.desc())
        .limit(limit)
    )
    return list(db.session.execute(query).all())


def shown() -> Select[*tuple[Any, ...]]:
    """What everyone may read."""
    return select(Proposal).where(Proposal.private.is_(False), Proposal.stands(), Proposal.visible_at.is_not(None))


def talked_about(now: datetime, limit: int = 4) -> list[Proposal]:
    """What neighbours are talking about."""
    alive = or_(Proposal.expires_at.is_(None), Proposal.expires_at > now, Proposal.endorsed_at.is_not(None))
    query = shown().where(Proposal.kind == Kind.PROPOSAL, Proposal.state.in_(TALKING), alive)
    return list(db.session.scalars(query.order_by(Proposal.number.desc()).limit(limit)))


def said_and_done(limit: int = 2) -> list[Proposal]:
    """You said, we did: what residents confirmed, newest first."""
    query = shown().where(Proposal.state == State.CONFIRMED).order_by(Proposal.closed_at.desc()).limit(limit)
    return list(db.session.scalars(query))


def pending_count() -> int:
    """How many wait to be verified."""
    query = select(func.count()).select_from(Membership).where(Membership.verified_at.is_(None))
    query = query.where(Membership.asked_place.is_not(None), Membership.refused_at.is_(None))
    return db.session.scalar(query) or 0


def communities_found_by(words: str) -> Sequence[Any]:
    """(slug, name, region) of the first 21; those that are named so before those that lie in a region named so."""
    named, above = (model.found_by.contains(folded(words), autoescape=True) for model in (Community, Region))
    return db.session.execute(
        select(Community.slug, Community.name, Region.name.label("region"))
        .join(Region, Region.id == Community.region_id)
        .where(Community.suspended_at.is_(None), or_(named, above))
        .order_by(case((named, 0), else_=1), Community.found_by, Community.id)
        .limit(21)
    ).all()
