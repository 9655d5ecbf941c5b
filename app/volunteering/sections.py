"""What volunteering puts on an item's page and on the desk."""

from datetime import datetime
from typing import Any

from app.access import Visitor
from app.proposals.models import Proposal
from app.volunteering import queries

ON_DESK = 5


def of_item(item: Proposal, _visitor: Visitor) -> list[Any] | None:
    return queries.shifts_of(item.id) or None


def with_free_places(_visitor: Visitor, now: datetime) -> list[Any] | None:
    return queries.free_shifts(now, ON_DESK) or None
