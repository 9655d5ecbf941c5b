"""What the board puts on the community's home."""

from datetime import datetime
from typing import Any

from app.access import Visitor
from app.board import queries


def latest(_visitor: Visitor, now: datetime) -> list[Any]:
    return queries.latest(now)
