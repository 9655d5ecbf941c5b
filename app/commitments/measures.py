"""What promises offer the score: whether they were kept by their day, and whether those asked say so (docs/score.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from app.commitments.acts import REPLIES
from app.commitments.models import Commitment, Confirmation, Origin, State
from app.core.measure import Measure

COUNTED = (Commitment, Confirmation)
REQUESTS_A_HOUSEHOLD = 3  # of one household and quarter: hostile flooding must not sink a rate, nor friends raise it


def _due(now: datetime, *which: Any) -> Select[*tuple[Any, ...]]:
    """(community_id, id, quarter, kept, turn) of promises that stand and are due; `rank` among a household's requests."""
    stands = or_(
        Commitment.state != State.TAKEN_BACK, Commitment.ended_at >= Commitment.due_at
    )  # else it was missed first
    kept = Commitment.done_at.is_not(None) & (Commitment.done_at < Commitment.due_at) & Commitment.reopened_at.is_(None)
    return (
        select(
            Commitment.community_id, Commitment.id, Commitment.quarter, case((kept, 1), else_=0).label("kept"),
            case((Commitment.one_persons.is_(True), _rank_in_household()), else_=1).label("rank"),
        )
        .where(Commitment.hidden_final_at.is_(None), stands)
        .where(or_(Commitment.due_at <= now, Commitment.done_at.is_not(None)), *which)
    )  # fmt: skip


def _rank_in_household() -> Any:
    return func.row_number().over(
        partition_by=(
            Commitment.community_id, Commitment.one_persons, Commitment.author_household_id, Commitment.quarter,
        ),
        order_by=Commitment.number,
    )  # fmt: skip


def _rate(promises: Any, numerator: Any) -> Select[*tuple[Any, ...]]:
    return select(
        promises.c.community_id, promises.c.quarter, numerator.label("numerator"), literal(1).label("denominator")
    )


def _decisions_kept(now: datetime) -> Select[*tuple[Any, ...]]:
    """Decisions due by the date decided with them: of these, done by then and not reopened."""
    due = _due(now, Commitment.origin.in_((Origin.POLL, Origin.CONSENSUS))).subquery()
    return _rate(due, due.c.kept)


def _promises_kept(now: datetime) -> Select[*tuple[Any, ...]]:
    """Everything promised and due, decided by all or answered to a resident: of these, done by then and not reopened."""
    decided = Commitment.origin != Origin.ANSWER
    due = _due(now, or_(decided, Commitment.author_counts.is_(True))).subquery()
    return _rate(due, due.c.kept).where(due.c.rank <= REQUESTS_A_HOUSEHOLD)


def _replies() -> Any:
    """Of each promise and turn how many replied, and how many of them yes, through people who give credit."""
    replied, yes = func.count(Confirmation.fixed), func.sum(case((Confirmation.fixed.is_(True), 1), else_=0))
    keys = Confirmation.community_id, Confirmation.commitment_id, Confirmation.turn, Confirmation.quarter
    return (
        select(*keys, replied.label("replied"), yes.label("yes")).where(Confirmation.counts.is_(True)).group_by(*keys)
    )


def _results_confirmed(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Turns with five replies of residents or more: of these, confirmed by the majority."""
    turns = _replies().having(func.count(Confirmation.fixed) >= REPLIES).subquery()
    return _rate(turns, case((turns.c.yes * 2 > turns.c.replied, 1), else_=0))


def _confirmed_by_those_asked(_now: datetime) -> Select[*tuple[Any, ...]]:
    """What was said to be done and got enough replies, as the last turn that did says. Who stays silent confirms nothing."""
    said = _said()
    household = said.c.community_id, said.c.one_persons, said.c.author_household_id, said.c.quarter
    last = (
        select(
            said.c.community_id, said.c.quarter, said.c.yes, said.c.one_persons,
            func.row_number().over(partition_by=household, order_by=said.c.number).label("rank"),
        )
        .where(said.c.back == 1)
        .subquery()
    )  # fmt: skip
    few = last.c.one_persons.is_(False) | (last.c.rank <= REQUESTS_A_HOUSEHOLD)
    return _rate(last, last.c.yes).where(few)


def _said() -> Any:
    """What enough people said in each turn: of a request its author, else five or more; `back` is 1 for the last turn."""
    turns = _replies().subquery()
    enough = case((Commitment.one_persons.is_(True), 1), else_=REPLIES)
    return (
        select(
            turns.c.community_id, turns.c.quarter, Commitment.one_persons, Commitment.author_household_id, Commitment.number,
            case((turns.c.yes * 2 > turns.c.replied, 1), else_=0).label("yes"),
            func.row_number().over(
                partition_by=(turns.c.community_id, turns.c.commitment_id), order_by=turns.c.turn.desc()
            ).label("back"),
        )
        .join(
            Commitment,
            (Commitment.community_id == turns.c.community_id) & (Commitment.id == turns.c.commitment_id),
        )
        .where(turns.c.replied >= enough, Commitment.hidden_final_at.is_(None))
        .subquery()
    )  # fmt: skip


MEASURES = (
    Measure("decisions_kept", _decisions_kept), Measure("promises_kept", _promises_kept),
    Measure("results_confirmed", _results_confirmed), Measure("confirmed_by_those_asked", _confirmed_by_those_asked),
)  # fmt: skip
