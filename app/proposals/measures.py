"""What proposals offer the score: A1 breadth, E1 answers (docs/score.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from app.core.measure import Measure
from app.proposals.models import Answer, AnswerKind, Endorsement, Kind, Proposal, State

COUNTED = (Proposal, Endorsement, Answer)
ITEMS_A_PERSON = 3  # of one person and quarter in the denominator: hostile flooding must not sink E1
NOT_STANDING = (State.WITHDRAWN, State.REFUSED, State.WAITING)


def standing() -> tuple[Any, ...]:
    """Acts on an item give credit only while it stands: not withdrawn, not refused, not taken down for good."""
    return Proposal.counts_still(), Proposal.state.not_in(NOT_STANDING)


def _wrote(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Households that proposed: (community_id, grid_id, unit_id, quarter). To ask for oneself is no talking it over."""
    return select(
        Proposal.community_id, Proposal.grid_id, Proposal.author_household_id.label("unit_id"), Proposal.quarter
    ).where(Proposal.kind == Kind.PROPOSAL, Proposal.author_counts.is_(True), *standing())


def _supported(_now: datetime) -> Select[*tuple[Any, ...]]:
    """Households that supported a proposal."""
    columns = Endorsement.grid_id, Endorsement.household_id.label("unit_id"), Endorsement.quarter
    its_item = (Proposal.community_id == Endorsement.community_id) & (Proposal.id == Endorsement.proposal_id)
    return (
        select(Endorsement.community_id, *columns)
        .join(Proposal, its_item)
        .where(Endorsement.counts.is_(True), *standing())
    )


def _answered(now: datetime) -> Select[*tuple[Any, ...]]:
    """Residents' items due: of these, answered in substance and in time."""
    return _of_those_due(now)


def _answered_with_a_day(now: datetime) -> Select[*tuple[Any, ...]]:
    """The same, where accepting without a day is not accepting. What is talked over gets its day by the decision."""
    dated = Answer.promised_by_at.is_not(None)
    return _of_those_due(
        now, or_(Answer.kind != AnswerKind.ACCEPT, dated, Proposal.deliberation_closes_at.is_not(None))
    )


def _of_those_due(now: datetime, *good_if: Any) -> Select[*tuple[Any, ...]]:
    """(community_id, quarter, numerator, denominator), at most three items of one person and quarter.

    Passed on to a body, an item is out until that body has said whether it takes it on: its own yes is the answer.
    What was taken down or never shown stays in until the ruling is final, what nobody checks stays in altogether.
    """
    due = _due(now)
    good = _answers(due, *good_if)
    yes = case((good > 0, 1), else_=0)
    return select(due.c.community_id, due.c.quarter, yes.label("numerator"), literal(1).label("denominator")).where(
        due.c.rank <= ITEMS_A_PERSON
    )


def _due(now: datetime) -> Any:
    return (
        select(
            Proposal.community_id, Proposal.id, Proposal.quarter,
            func.row_number().over(
                partition_by=(Proposal.community_id, Proposal.author_id, Proposal.quarter), order_by=Proposal.number
            ).label("rank"),
        )
        .where(or_(Proposal.answered_at.is_not(None), Proposal.answer_due_at <= now))
        .where(Proposal.author_counts.is_(True), Proposal.counts_still(), Proposal.state != State.WITHDRAWN)
        .where(or_(Proposal.waiting_above_since.is_(None), Proposal.waiting_above_until.is_not(None)))
        .subquery()
    )  # fmt: skip


def _answers(due: Any, *good_if: Any) -> Any:
    """How many answers of an item were in time, not sent back, and said what is to be done."""
    return (
        select(func.count())
        .select_from(Answer)
        .join(Proposal, (Proposal.community_id == Answer.community_id) & (Proposal.id == Answer.proposal_id))
        .where(Answer.community_id == due.c.community_id, Answer.proposal_id == due.c.id)
        .where(Answer.in_time.is_(True), Answer.sent_back_at.is_(None))
        .where(or_(Answer.kind != AnswerKind.TRANSFER, Answer.taken_on_at.is_not(None)), *good_if)
        .correlate(due)
        .scalar_subquery()
    )


MEASURES = (
    Measure("households_talking", _wrote), Measure("households_talking", _supported), Measure("answered", _answered),
    Measure("answered_with_a_day", _answered_with_a_day),
)  # fmt: skip
