"""What was promised, on the community's home: what is due next."""

from datetime import datetime

from app.access import Visitor
from app.commitments import queries
from app.commitments.models import Commitment


def due_next(_visitor: Visitor, _now: datetime) -> list[Commitment] | None:
    return queries.promised() or None
