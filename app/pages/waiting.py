"""What waits on the committee's desk: one queue a kind of act, the first due on top."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.access import Visitor, committee
from app.commitments.models import Commitment
from app.commitments.queries import TO_DO
from app.commitments.queries import shown as promised
from app.core.refusal import N_
from app.pages.queries import shown
from app.proposals.acts import STEPS, Act
from app.proposals.models import Proposal
from tenants import db

FIRST = 10  # of each queue on the desk itself; one more is read to know that there are more


@dataclass(frozen=True)
class Queue:
    """`title` and `act` are English messages; `due` is the column by whose time it stands in order.

    Rows of proposals, or (`of_promises`) of what was promised.
    """

    name: str
    title: str
    act: str
    due: Any
    which: Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]

    of_promises: bool = False

    @property
    def model(self) -> Any:
        return Commitment if self.of_promises else Proposal

    def query(self, visitor: Visitor) -> Select[*tuple[Any, ...]]:
        """The committee's whole queue; of it, what everyone may read for those who serve a part."""
        everyones = promised() if self.of_promises else shown()
        return self.which(select(self.model) if committee(visitor, None) else everyones)

    def first(self, visitor: Visitor) -> list[Any]:
        order = self.query(visitor).order_by(self.due, self.model.number)
        return list(db.session.scalars(order.limit(FIRST + 1)))


def _open_to(act: Act) -> Any:
    return Proposal.state.in_(STEPS[act].start)


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
    return query.where(Commitment.state.in_(TO_DO), Commitment.hidden_at.is_(None))


QUEUES = (
    Queue("check", N_("To check"), N_("waits to be shown"), Proposal.answer_due_at, _to_check),
    Queue("answer", N_("To answer"), N_("waits for an answer"), Proposal.answer_due_at, _to_answer),
    Queue("agenda", N_("To put on the agenda"), N_("has enough support"), Proposal.schedule_due_at, _to_schedule),
    Queue("delivery", N_("To deliver"), N_("was promised"), Commitment.due_at, _to_deliver, of_promises=True),
)
