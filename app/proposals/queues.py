"""What waits for the committee of requests and proposals, the first due on top."""

from typing import Any

from sqlalchemy import Select, select

from app.core.refusal import N_
from app.core.shared_pages import Queue
from app.proposals.acts import STEPS, Act
from app.proposals.models import Proposal
from app.proposals.permissions import P

Rows = Select[*tuple[Any, ...]]


def _open_to(act: Act, *conditions: Any) -> Rows:
    return select(Proposal).where(Proposal.stands(), Proposal.state.in_(STEPS[act].start), *conditions)


# What speaks of the committee is not its to check: the supervision board does.
TO_CHECK = _open_to(Act.CHECK, Proposal.to_supervision.is_(False))
TO_ANSWER = _open_to(  # visible, and without a valid answer
    Act.ANSWER, Proposal.answer_due_at.is_not(None), Proposal.answered_at.is_(None), Proposal.visible_at.is_not(None)
)
TO_SCHEDULE = _open_to(Act.SCHEDULE)  # they wait for their place on the agenda


def _queue(name: str, title: str, act: str, due: Any, rows: Rows) -> Queue:
    return Queue(
        name, Proposal.__tablename__, title, act, P.PROPOSAL_ANSWER, due, rows, note=lambda item: str(item.place)
    )


QUEUES = (
    _queue("check", N_("To check"), N_("waits to be shown"), Proposal.check_due_at, TO_CHECK),
    _queue("answer", N_("To answer"), N_("waits for an answer"), Proposal.answer_due_at, TO_ANSWER),
    _queue("agenda", N_("To put on the agenda"), N_("has enough support"), Proposal.schedule_due_at, TO_SCHEDULE),
)
