"""Counting at the close: envelopes opened in memory, the result written; what opened them dies with the day's key."""

import uuid
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.board.models import NoticeKind
from app.board.operations import announce, announce_void
from app.commitments.models import Commitment, Origin
from app.commitments.operations import promise
from app.commitments.operations.promising import About
from app.community.models import Membership
from app.community.operations import here
from app.core import clock, sealing
from app.core.sealing import Lost, Seal
from app.outbox.operations import handler
from app.polls import counting, export, later_day, merkle
from app.polls.models import Ballot, Elector, Participation, Poll, PollResult, PollState
from app.polls.roll import locked, make_roll
from app.proposals.models import Proposal
from app.proposals.operations import decided
from tenants import db


@handler("polls.count", must=True)
def count_job(poll_id: str) -> None:
    """At the close. A killed count starts again from the sealed rows; of two workers one counts."""
    poll = locked(poll_id)
    if poll.state is PollState.NOTICED and poll.closes_at <= clock.now():
        count(poll)


def seal_of(poll: Poll) -> Seal:
    return sealing.seal_of("poll", poll.id, poll.closing_step)


def count(poll: Poll) -> dict[str, Any] | None:
    """Open the envelopes in memory, write what may be known, blank the envelopes; None where it is void instead."""
    if lost := sealing.why_lost(seal_of(poll), poll.seal_public, poll.closes_at):
        void(poll, lost)
        return None
    if poll.roll_made_at is None:
        make_roll(poll)
    cast = list(db.session.execute(_cast(poll)).all())
    private = seal_of(poll).private()
    ballots = export.sorted_ballots(sealing.open_all(private, [row.sealed for row in cast]))
    result = counting.count(poll.rule, _roll(poll, cast), ballots)
    _publish(poll, cast, ballots, result)
    _blank(poll)
    _tell(poll)
    if poll.binding:
        _take_part(poll, cast)
        _decide(poll)
    return result


def void(poll: Poll, lost: Lost) -> None:
    """What was cast can never be opened: say so where a result would stand. The talk about its proposal goes on."""
    poll.state, poll.void_reason = PollState.VOID, lost
    _blank(poll)
    end_voting(poll)
    announce_void(poll.title, lost, "poll", poll.number)


def _cast(poll: Poll) -> Any:
    """Who voted, in the order of units: not of time."""
    columns = (Elector.household_id, Elector.grid_id, Elector.channel, Elector.counts, Elector.sealed)
    query = select(*columns).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None))
    return query.order_by(Elector.unit_id)


def _roll(poll: Poll, cast: list[Any]) -> dict[str, int]:
    """The wholes that a quorum is a part of, and how many households took part."""
    return {
        "units": poll.units,
        "households": poll.households,
        "households_in": len({row.household_id for row in cast}),
    }


def _publish(poll: Poll, cast: list[Any], ballots: list[dict[str, Any]], result: dict[str, Any]) -> None:
    """The result as far as it may be known; the ballots and their root only where there are enough of them."""
    shown, enough = counting.published(poll.rule, result), len(ballots) >= counting.LEAST_PUBLISHED
    if enough:
        db.session.execute(insert(Ballot), [{"poll_id": poll.id, "choice": ballot["choice"]} for ballot in ballots])
    db.session.add(
        PollResult(
            poll_id=poll.id, result=shown, households_in=_roll(poll, cast)["households_in"] if shown is result else None,
            channels=dict(Counter(row.channel for row in cast)) if shown is result else {},
            envelope_root=merkle.root(sorted(row.sealed for row in cast)),
            ballot_root=merkle.root(export.leaves(ballots)) if enough else None,
        )
    )  # fmt: skip
    poll.state, poll.published_at = PollState.PUBLISHED, clock.now()
    poll.passed, poll.quorum_met = result["passed"], result["quorum_met"]


def _blank(poll: Poll) -> None:
    blank = update(Elector).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None)).values(sealed=None)
    db.session.execute(blank.execution_options(synchronize_session=False))


def _tell(poll: Poll) -> None:
    """The result on the board."""
    days = poll.publication_days
    poll.publication_until = clock.due_after_days(clock.now(), days, here().zone) if days else None
    announce(NoticeKind.RESULT, poll.title, poll.text, "poll", poll.number)


def _take_part(poll: Poll, cast: list[Any]) -> None:
    """That a household took part through someone who gives credit, once a poll; what it chose is nowhere beside it."""
    part = {row.household_id: row.grid_id for row in cast if row.counts}
    rows = [
        {"poll_id": poll.id, "household_id": household, "grid_id": grid, "quarter": poll.closing_quarter}
        for household, grid in sorted(part.items(), key=lambda row: row[0].bytes)
    ]
    if rows:
        db.session.execute(insert(Participation), rows)


def _decide(poll: Poll) -> None:
    """What was decided is promised by a day, also where the vote stands alone; an opinion decides nothing, so the talk goes on."""
    if poll.commitment_id is not None:
        later_day.decide(poll, _due(poll))
    elif poll.proposal_id is None:
        if poll.passed:
            promise(None, About(Poll.__tablename__, poll.id, poll.number, poll.title), Origin.POLL, _due(poll))
    elif poll.passed is None:
        end_voting(poll)
    else:
        proposal = db.session.scalars(select(Proposal).where(Proposal.id == poll.proposal_id)).one()
        decided(proposal, poll.number, passed=poll.passed, due=_due(poll))


def end_voting(poll: Poll) -> None:
    """The proposal it is about is not put to the vote any more."""
    if poll.proposal_id is not None:
        about = update(Proposal).where(Proposal.id == poll.proposal_id, Proposal.voting_until == poll.closes_at)
        db.session.execute(about.values(voting_until=None).execution_options(synchronize_session=False))


def _due(poll: Poll) -> datetime | None:
    """The day that was part of the question; None where it named none."""
    if not poll.delivery_days:
        return None
    return clock.due_after_days(poll.closes_at, poll.delivery_days, here().zone)


def panel(commitment: Commitment) -> list[uuid.UUID]:
    """One adult of each household that took part in a vote that stands alone: what they chose is nowhere."""
    took_part = select(Participation.household_id).where(Participation.poll_id == commitment.subject_id)
    adults = select(Membership.household_id, Membership.id).where(
        Membership.household_id.in_(took_part), Membership.verified_at.is_not(None), Membership.adult.is_(True),
        Membership.staff.is_(False),
    )  # fmt: skip
    return list({row.household_id: row.id for row in db.session.execute(adults)}.values())
