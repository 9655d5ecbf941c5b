"""What waits for the committee of requests and proposals, the first due on top."""

from typing import Any

from sqlalchemy import Select, select

from app.access import P, Visitor, committee
from app.core.refusal import N_
from app.core.shared_pages import Queue
from app.proposals.acts import STEPS, Act
from app.proposals.models import Proposal
from app.proposals.queries import shown

Rows = Select[*tuple[Any, ...]]


def _all(visitor: Visitor) -> Rows:
    """Everything for the committee; what everyone may read for those who serve a part."""
    return select(Proposal).where(Proposal.stands()) if committee(visitor, None) else shown()


def _open_to(act: Act) -> Any:
    return Proposal.state.in_(STEPS[act].start)


def to_check(visitor: Visitor) -> Rows:
    return _all(visitor).where(_open_to(Act.CHECK))


def to_answer(visitor: Visitor) -> Rows:
    """Visible items without a valid answer."""
    unanswered = Proposal.answer_due_at.is_not(None), Proposal.answered_at.is_(None), Proposal.visible_at.is_not(None)
    return _all(visitor).where(*unanswered, _open_to(Act.ANSWER))


def to_schedule(visitor: Visitor) -> Rows:
    """Endorsed proposals that wait for their place on the agenda."""
    return _all(visitor).where(_open_to(Act.SCHEDULE))


def _queue(name: str, title: str, act: str, due: Any, rows: Any) -> Queue:
    return Queue(name, Proposal.__tablename__, title, act, P.DESK, due, rows, note=lambda item: str(item.place))


QUEUES = (
    _queue("check", N_("To check"), N_("waits to be shown"), Proposal.answer_due_at, to_check),
    _queue("answer", N_("To answer"), N_("waits for an answer"), Proposal.answer_due_at, to_answer),
    _queue("agenda", N_("To put on the agenda"), N_("has enough support"), Proposal.schedule_due_at, to_schedule),
)
