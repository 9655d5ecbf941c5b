"""What the features put on one page, for the reader it is drawn for."""

from typing import Any

from flask import g

from app.access import can
from app.core.registry import registry
from app.core.shared_pages import Queue, Section, Way
from tenants import db

FIRST = 10  # of each queue on the desk itself; one more is read to know that there are more


def shown(where: str, *given: Any) -> list[tuple[Section, Any]]:
    """(section, what its template draws) of those that have something to show."""
    loaded = [(section, section.load(*given)) for section in registry.all(where)]
    return [(section, data) for section, data in loaded if data is not None]


def ways(where: str) -> list[tuple[Way, int | None]]:
    """(link, how many wait behind it) of those the reader may follow."""
    open_ways = [way for way in registry.all(where) if can(g.visitor, way.permission)]
    return [(way, way.count() if way.count else None) for way in open_ways]


def queues() -> list[Queue]:
    """Those on the reader's desk."""
    return [queue for queue in registry.all("queues") if can(g.visitor, queue.permission)]


def first_rows(queue: Queue) -> list[Any]:
    order = queue.rows(g.visitor).order_by(queue.due, registry.kind(queue.kind).model.number)
    return list(db.session.scalars(order.limit(FIRST + 1)))
