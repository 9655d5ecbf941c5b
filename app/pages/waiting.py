"""What waits on the committee's desk: one queue a kind of act, the first due on top."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.access import Visitor, committee
from app.core.refusal import N_
from app.pages.queries import shown
from app.proposals.acts import STAGES, Act
from app.proposals.models import Proposal
from tenants import db

FIRST = 10  # of each queue on the desk itself; one more is read to know that there are more


@dataclass(frozen=True)
class Queue:
    """`title` and `act` are English messages; `due` is the column by whose time it stands in order."""

    name: str
    title: str
    act: str
    due: Any
    which: Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]

    def query(self, visitor: Visitor) -> Select[Proposal]:
        """The committee's whole queue; of it, what everyone may read for those who serve a part."""
        return self.which(select(Proposal) if committee(visitor, None) else shown())

    def first(self, visitor: Visitor) -> list[Proposal]:
        order = self.query(visitor).order_by(self.due, Proposal.number)
        return list(db.session.scalars(order.limit(FIRST + 1)))


def _open_to(act: Act) -> Any:
    return Proposal.state.in_(STAGES[act].states)


def _to_check(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.where(_open_to(Act.CHECK))


def _to_answer(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Visible items without a valid answer."""
    unanswered = Proposal.answer_due_at.is_not(None), Proposal.answered_at.is_(None), Proposal.visible_at.is_not(None)
    return query.where(*unanswered, Proposal.stands(), _open_to(Act.ANSWER))


def _to_schedule(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Endorsed proposals that wait for their place on the agenda."""
    return query.where(_open_to(Act.SCHEDULE))


def _to_deliver(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """What is due by a date and not done yet."""
    return query.where(_open_to(Act.DONE))


QUEUES = (
    Queue("check", N_("To check"), N_("waits to be shown"), Proposal.answer_due_at, _to_check),
    Queue("answer", N_("To answer"), N_("waits for an answer"), Proposal.answer_due_at, _to_answer),
    Queue("agenda", N_("To put on the agenda"), N_("has enough support"), Proposal.schedule_due_at, _to_schedule),
    Queue("delivery", N_("To deliver"), N_("was promised"), Proposal.delivery_due_at, _to_deliver),
)
