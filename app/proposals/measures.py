"""What proposals offer the score: A1 breadth, E1 answers, E2 deliveries, E3 confirmations (docs/score.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select

from app.proposals.models import Answer, AnswerKind, Confirmation, Endorsement, Kind, Proposal, State

COUNTED = (Proposal, Endorsement, Answer, Confirmation)
ITEMS_A_PERSON = 3  # of one person and quarter in the denominator: hostile flooding must not sink E1
REPLIES = 5
GONE = (State.MERGED, State.WITHDRAWN)  # by their author, or into another: nobody owes them an answer
NOT_STANDING = (*GONE, State.REFUSED, State.WAITING)


def standing() -> tuple[Any, ...]:
    """Acts on an item give credit only while it stands: not withdrawn, not refused, not taken down for good."""
    return Proposal.counts_still(), Proposal.state.not_in(NOT_STANDING)


def breadth() -> dict[str, list[Select[*tuple[Any, ...]]]]:
    """Households that proposed or supported: (community_id, grid_id, unit_id, quarter). To ask for oneself is neither."""
    wrote = select(
        Proposal.community_id, Proposal.grid_id, Proposal.author_household_id.label("unit_id"), Proposal.quarter
    ).where(Proposal.kind == Kind.PROPOSAL, Proposal.author_counts.is_(True), *standing())
    supported = (
        select(
            Endorsement.community_id,
            Endorsement.grid_id,
            Endorsement.household_id.label("unit_id"),
            Endorsement.quarter,
        )
        .join(Proposal, (Proposal.community_id == Endorsement.community_id) & (Proposal.id == Endorsement.proposal_id))
        .where(Endorsement.counts.is_(True), *standing())
    )
    return {"A1": [wrote, supported]}


def rates(now: datetime) -> dict[str, Select[*tuple[Any, ...]]]:
    """(community_id, quarter, numerator, denominator) for E1, E2 and E3."""
    return {"E1": _answered(now), "E2": _delivered(now), "E3": _confirmed()}


def _answered(now: datetime) -> Select[*tuple[Any, ...]]:
    """Residents' items due: of these, answered in substance and in time.

    What was taken down or never shown stays in until the ruling is final, what nobody checks stays in altogether.
    """
    due = (
        select(
            Proposal.community_id, Proposal.id, Proposal.quarter,
            func.row_number().over(
                partition_by=(Proposal.community_id, Proposal.author_id, Proposal.quarter), order_by=Proposal.number
            ).label("place"),
        )
        .where(or_(Proposal.answered_at.is_not(None), Proposal.answer_due_at <= now))
        .where(Proposal.author_counts.is_(True), Proposal.counts_still(), Proposal.state.not_in(GONE))
        .where(or_(Proposal.waiting_above_since.is_(None), Proposal.waiting_above_until.is_not(None)))
        .subquery()
    )  # fmt: skip
    good = (
        select(func.count())
        .where(Answer.community_id == due.c.community_id, Answer.proposal_id == due.c.id)
        .where(Answer.in_time.is_(True), Answer.sent_back_at.is_(None))
        .where(or_(Answer.kind != AnswerKind.TRANSFER, Answer.body != ""))
        .correlate(due)
        .scalar_subquery()
    )
    yes = case((good > 0, 1), else_=0)
    return select(due.c.community_id, due.c.quarter, yes.label("numerator"), literal(1).label("denominator")).where(
        due.c.place <= ITEMS_A_PERSON
    )


def _delivered(now: datetime) -> Select[*tuple[Any, ...]]:
    """Decisions due by the date decided with them: of these, done by then and not reopened."""
    in_time = case(
        (
            (Proposal.done_at < Proposal.delivery_due_at)
            & Proposal.reopened_at.is_(None)
            & Proposal.done_at.is_not(None),
            1,
        ),
        else_=0,
    )
    return (
        select(Proposal.community_id, Proposal.delivery_quarter.label("quarter"), in_time.label("numerator"), literal(1).label("denominator"))
        .where(Proposal.decided_at.is_not(None), Proposal.delivery_quarter.is_not(None), Proposal.counts_still())
        .where(or_(Proposal.delivery_due_at <= now, Proposal.done_at.is_not(None)))
        .where(or_(Proposal.waiting_above_since.is_(None), Proposal.waiting_above_until.is_not(None)))
    )  # fmt: skip


def _confirmed() -> Select[*tuple[Any, ...]]:
    """Done-items with five replies of residents or more: of these, confirmed by the majority of their last turn."""
    replied = func.count(Confirmation.fixed)
    yes = func.sum(case((Confirmation.fixed.is_(True), 1), else_=0))
    per_item = (
        select(Confirmation.community_id, Confirmation.quarter, replied.label("replied"), yes.label("yes"))
        .where(Confirmation.counts.is_(True))
        .group_by(Confirmation.community_id, Confirmation.proposal_id, Confirmation.turn, Confirmation.quarter)
        .having(replied >= REPLIES)
        .subquery()
    )
    confirmed = case((per_item.c.yes * 2 > per_item.c.replied, 1), else_=0)
    return select(
        per_item.c.community_id, per_item.c.quarter, confirmed.label("numerator"), literal(1).label("denominator")
    )
