"""Making the roll at the opening, and counting at the close."""

import uuid
from collections import Counter
from typing import Any

from sqlalchemy import insert, select, update

from app import clock, sealing
from app.board.models import NoticeKind
from app.board.operations import announce
from app.community.models import Household, Membership
from app.outbox.operations import handler
from app.polls import counting, export, merkle, presets
from app.polls.models import Ballot, Elector, Participation, Poll, PollResult, PollState, UnitKind
from app.proposals.models import Proposal
from app.proposals.operations import decided
from app.sealing import SealKey
from tenants import db
from tenants.models import Community


@handler("polls.open")
def open_roll(poll_id: str) -> None:
    """At the opening: the roll is made and frozen."""
    poll = _locked(poll_id)
    if poll.state is PollState.NOTICED and poll.roll_made_at is None:
        make_roll(poll)


def _locked(poll_id: str) -> Poll:
    return db.session.scalars(select(Poll).where(Poll.id == uuid.UUID(poll_id)).with_for_update()).one()


def make_roll(poll: Poll) -> None:
    """One row for every household of the register, or every verified adult resident. Two at once: one makes it."""
    db.session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    if db.session.scalar(select(Elector.id).where(Elector.poll_id == poll.id).limit(1)) is None:
        rows = [
            {"poll_id": poll.id, "unit_kind": poll.unit_kind, "unit_id": unit, "grid_id": grid}
            for unit, grid in db.session.execute(_units(poll.unit_kind))
        ]
        if rows:
            db.session.execute(insert(Elector), rows)
        poll.units = len(rows)
    poll.roll_made_at = clock.now()
    db.session.flush()  # the vote that follows in this transaction finds its row


def _units(kind: UnitKind) -> Any:
    if kind is UnitKind.HOUSEHOLD:
        return select(Household.id, Household.grid_id)
    adults = Membership.verified_at.is_not(None), Membership.adult.is_(True), Membership.household_id.is_not(None)
    return select(Membership.id, Membership.grid_id).where(*adults)


@handler("polls.count")
def count_job(poll_id: str) -> None:
    """At the close. A killed count starts again from the sealed rows; of two workers one counts."""
    poll = _locked(poll_id)
    if poll.state is PollState.NOTICED and poll.closes_at <= clock.now():
        count(poll)


def count(poll: Poll) -> dict[str, Any]:
    """Open the envelopes in memory, then write ballots, result and participation; blank envelopes, destroy the key."""
    if poll.roll_made_at is None:
        make_roll(poll)
    cast = list(db.session.execute(_cast(poll)).all())
    assert poll.seal_private is not None
    assert poll.seal_public is not None
    assert poll.seal_label is not None
    key = SealKey(poll.seal_public, poll.seal_private, poll.seal_label)
    envelopes = [row.sealed for row in cast]
    ballots = export.sorted_ballots(sealing.open_all(key, sealing.operator(), envelopes))
    result = counting.count(poll.rule, poll.units, ballots)
    _write(poll, cast, ballots, result, merkle.root(sorted(envelopes)))
    _tell(poll, result)
    return result


def _cast(poll: Poll) -> Any:
    """Who voted, in the order of units: not of time."""
    columns = Elector.unit_id, Elector.grid_id, Elector.channel, Elector.sealed, Membership.household_id
    query = select(*columns).outerjoin(Membership, Membership.id == Elector.membership_id)
    return query.where(Elector.poll_id == poll.id, Elector.sealed.is_not(None)).order_by(Elector.unit_id)


def _write(
    poll: Poll, cast: list[Any], ballots: list[dict[str, Any]], result: dict[str, Any], envelopes: bytes
) -> None:
    if ballots:
        db.session.execute(insert(Ballot), [{"poll_id": poll.id, "choice": one["choice"]} for one in ballots])
    root = merkle.root(export.leaves(ballots))
    channels = dict(Counter(row.channel for row in cast))
    db.session.add(
        PollResult(poll_id=poll.id, result=result, channels=channels, envelope_root=envelopes, ballot_root=root)
    )
    if presets.PRESETS[poll.preset].is_decision:
        _take_part(poll, cast)
    blank = update(Elector).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None)).values(sealed=None)
    db.session.execute(blank.execution_options(synchronize_session=False))
    poll.seal_private = None
    poll.state, poll.published_at = PollState.PUBLISHED, clock.now()
    poll.passed, poll.quorum_met = result["passed"], result["quorum_met"]


def _take_part(poll: Poll, cast: list[Any]) -> None:
    """That a household took part, once a poll; what it chose is nowhere beside it."""
    part = {
        (row.unit_id if poll.unit_kind is UnitKind.HOUSEHOLD else row.household_id): row.grid_id
        for row in cast if poll.unit_kind is UnitKind.HOUSEHOLD or row.household_id
    }  # fmt: skip
    rows = [
        {"poll_id": poll.id, "household_id": household, "grid_id": grid, "quarter": poll.closing_quarter}
        for household, grid in sorted(part.items(), key=lambda one: one[0].bytes)
    ]
    if rows:
        db.session.execute(insert(Participation), rows)


def _tell(poll: Poll, result: dict[str, Any]) -> None:
    """The result on the board, and to the proposal it decides."""
    community = db.session.get(Community, db.community_id)
    assert community is not None
    days = presets.PRESETS[poll.preset].publication_days
    poll.publication_until = clock.due_after_days(clock.now(), days, community.zone) if days else None
    announce(NoticeKind.RESULT, poll.title, poll.text, "poll", poll.number)
    if poll.proposal_id is not None and result["passed"] is not None:
        proposal = db.session.scalars(select(Proposal).where(Proposal.id == poll.proposal_id)).one()
        due = clock.due_after_days(poll.closes_at, poll.delivery_days, community.zone) if poll.delivery_days else None
        decided(proposal, community, poll.number, passed=result["passed"], due=due)
