"""What was promised and is to be delivered, the first due on top."""

from sqlalchemy import select

from app.commitments import words
from app.commitments.acts import RUNNING
from app.commitments.models import Commitment
from app.commitments.permissions import P
from app.core.refusal import N_
from app.core.shared_pages import Queue

TO_DELIVER = select(Commitment).where(Commitment.state.in_(RUNNING), Commitment.hidden_at.is_(None))


DELIVERY = Queue(
    "delivery", Commitment.__tablename__, N_("To deliver"), N_("was promised"), P.COMMITMENT_CARRY, Commitment.due_at, TO_DELIVER,
    said=lambda promise: str(promise.what), note=words.who,
)  # fmt: skip
