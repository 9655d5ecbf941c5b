"""What waits for the committee of requests and proposals, the first due on top."""

from typing import Any

from sqlalchemy import Select, select

from app.access import Visitor
from app.core.refusal import N_
from app.core.shared_pages import Queue
from app.proposals.acts import STEPS, Act
from app.proposals.models import Proposal
from app.proposals.permissions import P

Rows = Select[*tuple[Any, ...]]


def _all() -> Rows:
    return select(Proposal).where(Proposal.stands())


def _open_to(act: Act) -> Any:
    return Proposal.state.in_(STEPS[act].start)


def to_check(_visitor: Visitor) -> Rows:
    """What speaks of the committee is not its to check: the supervision board does."""
    return _all().where(_open_to(Act.CHECK), Proposal.to_supervision.is_(False))


def to_answer(_visitor: Visitor) -> Rows:
    """Visible items without a valid answer."""
    unanswered = Proposal.answer_due_at.is_not(None), Proposal.answered_at.is_(None), Proposal.visible_at.is_not(None)
    return _all().where(*unanswered, _open_to(Act.ANSWER))


def to_schedule(_visitor: Visitor) -> Rows:
    """Endorsed proposals that wait for their place on the agenda."""
    return _all().where(_open_to(Act.SCHEDULE))


def _queue(name: str, title: str, act: str, due: Any, rows: Any) -> Queue:
    return Queue(
        name, Proposal.__tablename__, title, act, P.PROPOSAL_ANSWER, due, rows, note=lambda item: str(item.place)
    )


QUEUES = (
    _queue("check", N_("To check"), N_("waits to be shown"), Proposal.check_due_at, to_check),
    _queue("answer", N_("To answer"), N_("waits for an answer"), Proposal.answer_due_at, to_answer),
    _queue("agenda", N_("To put on the agenda"), N_("has enough support"), Proposal.schedule_due_at, to_schedule),
)
