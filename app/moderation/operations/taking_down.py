"""Taking a text down everywhere at once, and putting it back whole."""

from datetime import datetime
from typing import Any

from app.access import CommunityVisitor
from app.board import operations as board
from app.core import clock
from app.core.registry import Reportable, registry
from app.notifications.operations import withhold
from tenants.locks import lock_row


def take_down(subject: Any, now: datetime) -> None:
    """It is gone from every page; notices and inboxes that carry its title keep it to themselves; what it moved moves back."""
    lock_row(subject)  # whoever acts on it at the same moment is counted before, or refused after
    subject.require_standing()
    subject.hidden_at = now
    _follows(subject).went_down(subject)
    if (number := _own_number(subject)) is not None:
        withhold(subject.__tablename__, number)
        board.take_down_about(subject.__tablename__, number, now)


def put_back(visitor: CommunityVisitor, subject: Any) -> None:
    """An appeal was granted."""
    lock_row(subject)
    since, subject.hidden_at, subject.hidden_final_at = subject.hidden_at, None, None
    _follows(subject).came_back(subject, visitor, since)
    if (number := _own_number(subject)) is not None:
        withhold(subject.__tablename__, number, back=True)
        board.put_back_about(subject.__tablename__, number, since)


def leave_for_good(subject: Any) -> None:
    """No appeal can bring it back any more: it leaves the score's denominators too."""
    subject.hidden_final_at = subject.hidden_at and clock.now()
    _follows(subject).went_for_good(subject)


def _follows(subject: Any) -> Reportable:
    found = registry.kind(subject.__tablename__).reportable
    assert found is not None
    return found


def _own_number(subject: Any) -> int | None:
    return getattr(subject, "number", None)
