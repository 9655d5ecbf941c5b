"""What was promised and is to be delivered, the first due on top."""

from typing import Any

from sqlalchemy import Select, select

from app.access import P, Visitor, committee
from app.commitments import words
from app.commitments.models import Commitment
from app.commitments.queries import TO_DO, shown
from app.core.refusal import N_
from app.core.shared_pages import Queue


def to_deliver(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    """Everything for the committee; what everyone may read for those who serve a part."""
    query = select(Commitment) if committee(visitor, None) else shown()
    return query.where(Commitment.state.in_(TO_DO), Commitment.hidden_at.is_(None))


DELIVERY = Queue(
    "delivery", Commitment.__tablename__, N_("To deliver"), N_("was promised"), P.DESK, Commitment.due_at, to_deliver,
    said=lambda promise: str(promise.what), note=words.who,
)  # fmt: skip
