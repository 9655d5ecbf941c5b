"""What requests and proposals put on the community's home."""

from datetime import datetime
from typing import Any

from app.access import Visitor
from app.proposals import queries


def talked_about(_visitor: Visitor, now: datetime) -> list[Any]:
    return queries.talked_about(now)


def said_and_done(_visitor: Visitor, _now: datetime) -> list[Any] | None:
    """You said, we did: only where something was done."""
    return queries.said_and_done() or None
