"""Lists of polls, the reader's own part in one, and its export."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, or_, select

from app.access import Member, Visitor
from app.community.models import Household, Membership
from app.community.scope import Scope, ScopeKind, count_households
from app.polls import export
from app.polls.models import Ballot, Elector, Poll, PollResult, PollState, UnitKind
from tenants import db
from tenants.models import Community


class Sizes(NamedTuple):
    """A number of units, and of the households they are or live in."""

    units: int
    households: int


COLUMNS = (
    Poll.number, Poll.title, Poll.state, Poll.opens_at, Poll.closes_at, Poll.passed, Poll.quorum_met, Poll.binding, Poll.unit_kind,
    Poll.void_reason,
)  # fmt: skip

# what was called off is nobody's business any more; that a vote could not be counted is everyone's
_told = or_(Poll.state != PollState.VOID, Poll.void_reason.is_not(None))

POLLS_COUNTED = select(func.count()).select_from(Poll)


def listed(*, drafts: bool) -> Select[*tuple[Any, ...]]:
    """Polls everyone may see; for the committee the drafts too."""
    query = select(*COLUMNS).where(_told)
    return query if drafts else query.where(Poll.state != PollState.DRAFTED)


_OF_PROPOSAL = (  # built once: every look at an item asks it
    select(*COLUMNS)
    .where(Poll.proposal_id == bindparam("proposal_id"), Poll.state != PollState.DRAFTED, _told)
    .order_by(Poll.number.desc())
)


def polls_of(proposal_id: uuid.UUID) -> list[Any]:
    """The polls about a proposal, the newest first."""
    return db.rows(_OF_PROPOSAL, {"proposal_id": proposal_id})


def roll(kind: UnitKind, scope: Scope) -> Select[*tuple[Any, ...]]:
    """(id, household, grid) of who may vote: every household of the scope, or every verified adult who lives there."""
    if kind is UnitKind.HOUSEHOLD:
        return select(Household.id, Household.id.label("household_id"), Household.grid_id).where(*scope.holds())
    adults = Membership.verified_at.is_not(None), Membership.adult.is_(True)
    query = select(Membership.id, Membership.household_id, Household.grid_id)
    return query.join(Household, Household.id == Membership.household_id).where(*adults, *scope.holds())


def lived_in() -> Select[uuid.UUID | None]:
    """The households where adults are verified."""
    adults = Membership.verified_at.is_not(None), Membership.adult.is_(True), Membership.household_id.is_not(None)
    return select(Membership.household_id).where(*adults).distinct()


def sizes(poll: Poll) -> Sizes:
    """How many may vote and how many households that is: as the roll was made, before that as it would be made now."""
    if poll.roll_made_at is not None:
        return Sizes(poll.units, poll.households)
    households = count_households(poll.scope)
    if poll.unit_kind is UnitKind.HOUSEHOLD:
        return Sizes(households, households)
    units = select(func.count()).select_from(roll(poll.unit_kind, poll.scope).subquery())
    return Sizes(db.session.scalar(units) or 0, households)


def turnout(poll: Poll) -> Sizes:
    """How many units have voted, and of how many households they are; totals and nothing finer."""
    voted = Elector.poll_id == poll.id, Elector.membership_id.is_not(None)
    query = select(func.count(), func.count(Elector.household_id.distinct())).where(*voted)
    return Sizes(*db.session.execute(query).one())


def unit_of(visitor: Visitor, poll: Poll) -> uuid.UUID | None:
    """Whose voice the visitor's is: the household's, as the roll was made, or the person's own."""
    member: Member = visitor.membership
    return member.household_at(poll.roll_made_at) if poll.unit_kind is UnitKind.HOUSEHOLD else member.id


def my_row(visitor: Visitor, poll: Poll) -> Any:
    """(membership_id through whom, whether people lived there, their name, door and representative) of the visitor's unit."""
    query = (
        select(
            Elector.membership_id,
            Elector.lived_in,
            Membership.name,
            Household.building,
            Household.unit,
            Household.room,
            Household.representative_id,
        )
        .outerjoin(Membership, Membership.id == Elector.membership_id)
        .outerjoin(Household, Household.id == Elector.unit_id)
        .where(Elector.poll_id == poll.id, Elector.unit_id == unit_of(visitor, poll))
    )
    return db.session.execute(query).one_or_none()


def result_of(poll: Poll) -> PollResult | None:
    return db.session.scalar(select(PollResult).where(PollResult.poll_id == poll.id))


def ballots_of(poll: Poll) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(Ballot.choice).where(Ballot.poll_id == poll.id))
    return export.sorted_ballots([{"choice": choice} for choice in rows])


def export_of(community: Community, poll: Poll) -> dict[str, Any] | None:
    """The published poll as a document that anyone can recount; None before it is published."""
    found = result_of(poll)
    if found is None or poll.notice_hash is None:
        return None
    document = export.document(
        community.name, poll.number, poll.title, poll.rule, export.notice_of(poll),
        _roll_of(poll, found), poll.notice_hash.hex(), ballots_of(poll) if found.ballot_root else None,
        found.result, found.envelope_root.hex(), found.ballot_root.hex() if found.ballot_root else None,
    )  # fmt: skip
    return document | {"words_taken_down": True} if poll.put_aside else document


def _roll_of(poll: Poll, found: PollResult) -> dict[str, Any]:
    """How many households took part is told where figures are."""
    return {"units": poll.units, "households": poll.households, "households_in": found.households_in}


_OPEN = (  # built once: every look at a home asks it
    select(Poll.id, Poll.number, Poll.title, Poll.closes_at, Poll.unit_kind, Poll.roll_made_at)
    .where(Poll.state == PollState.NOTICED, Poll.opens_at <= bindparam("now"), Poll.closes_at > bindparam("now"))
    .order_by(Poll.closes_at)
    .limit(3)
)
_mine = exists().where(Elector.poll_id == Poll.id, Elector.unit_id.in_(bindparam("units", expanding=True)))
_OPEN_TO_ME = _OPEN.where(or_(Poll.scope_kind == ScopeKind.COMMUNITY, Poll.roll_made_at.is_(None), _mine))


def open_polls(now: datetime, units: list[uuid.UUID]) -> list[Any]:
    """Polls one of these units can vote in now, the first to close on top; for nobody in particular, all of them."""
    if units:
        return db.rows(_OPEN_TO_ME, {"now": now, "units": units})
    return db.rows(_OPEN, {"now": now})


def rows_of(poll_ids: list[uuid.UUID], units: list[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """By poll, the row of its roll that is one of these units: through whom it voted, and whether people lived there."""
    query = select(Elector.poll_id, Elector.membership_id, Elector.lived_in)
    rows = db.session.execute(query.where(Elector.poll_id.in_(poll_ids), Elector.unit_id.in_(units)))
    return {row.poll_id: row for row in rows}
