"""Whom a resident can telephone."""

from datetime import datetime

from app.access import Visitor
from app.community import queries
from app.community.operations import here, today
from app.core.shared_pages import Call


def who_serves(visitor: Visitor, _now: datetime) -> Call | None:
    """The worker of the reader's grid, else the first in the order of office who gives a telephone."""
    me = visitor.membership
    found = queries.to_call(today(here()), me.grid_id if me else None, but=me.id if me else None)
    return Call(found.name, found.title, found.contact, found.hours) if found else None
