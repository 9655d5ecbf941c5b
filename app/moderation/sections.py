"""What moderation puts on the desk."""

from datetime import datetime

from app.access import Visitor, committee
from app.community.operations import here, today
from app.moderation import queries


def left_waiting(visitor: Visitor, _now: datetime) -> int | None:
    """For the committee, where nobody sits on the supervision board: how many matters wait for somebody who does."""
    if not committee(visitor, None) or not queries.board_is_empty(today(here())):
        return None
    return queries.waiting_for_the_board() or None
