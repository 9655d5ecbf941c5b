"""What volunteering puts on an item's page and on the desk."""

from datetime import datetime
from typing import Any

from app.access import Visitor, can
from app.proposals.models import Proposal
from app.volunteering import queries
from app.volunteering.permissions import P

ON_DESK = 5


def of_item(item: Proposal, visitor: Visitor) -> list[Any] | None:
    """The shifts for it; an empty list for whoever may post the first."""
    shifts = queries.shifts_of(item.id)
    return shifts if shifts or may_post_for(item, visitor) else None


def may_post_for(item: Proposal, visitor: Visitor) -> bool:
    return can(visitor, P.SHIFT_ORGANISE) and queries.takes_shifts(item)


def with_free_places(_visitor: Visitor, now: datetime) -> list[Any] | None:
    return queries.free_shifts(now, ON_DESK) or None
