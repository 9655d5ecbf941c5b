"""What the features put on one page, for the reader it is drawn for."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import g
from sqlalchemy import Select, literal, or_, select, union_all

from app.access import can
from app.core.registry import registry
from app.core.shared_pages import NavLink, Queue, Section
from app.web.due import due_tag
from app.web.paging import part_of
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.shapes import Row, joined
from tenants import db

NEVER = datetime.max.replace(tzinfo=UTC)
FIRST = 10  # of each queue on the desk itself; one more is read to know that there are more


def shown(where: str, *given: Any) -> list[tuple[Section, Any]]:
    """(section, what its template draws) of those that have something to show."""
    loaded = [(section, section.load(*given)) for section in registry.all(where)]
    return [(section, data) for section, data in loaded if data is not None]


def nav_links(where: str) -> list[tuple[NavLink, int | None]]:
    """(link, how many wait behind it) of those the reader may follow."""
    followed = [link for link in registry.all(where) if can(g.visitor, link.permission)]
    return [(link, link.count(g.visitor) if link.count else None) for link in followed]


def queues() -> list[Queue]:
    """Those on the reader's desk."""
    return [queue for queue in registry.all("queues") if can(g.visitor, queue.permission)]


def next_due(*, but: Iterable[Any]) -> Any:
    """(kind, number, due) of what is due first on this reader's desk, beside the rows they are looking at; else None."""
    parts = [_marked(queue) for queue in queues()]
    if not parts:
        return None
    due = union_all(*parts).subquery()
    elsewhere = [or_(due.c.kind != row.__tablename__, due.c.number != row.number) for row in but]
    return db.session.execute(select(due).where(*elsewhere).order_by(due.c.due, due.c.number).limit(1)).one_or_none()


def _marked(queue: Queue) -> Select[*tuple[Any, ...]]:
    model = registry.kind(queue.kind).model
    columns = literal(queue.kind).label("kind"), model.number.label("number"), queue.due.label("due")
    return queue.rows.with_only_columns(*columns).where(queue.due.is_not(None))


def waiting(queue: Queue, rows: Sequence[Any]) -> list[Row]:
    """Each a line, with its due time."""
    return [_line(queue, row) for row in rows]


def _line(queue: Queue, row: Any) -> Row:
    due = getattr(row, queue.due.key)
    meta = joined(gettext("No. %(number)s", number=row.number), queue.note(row), gettext(queue.act))
    tag = due_tag(due)
    return Row(
        queue.said(row), permalink(queue.kind, row.number), meta, tag.words if tag else "", tag.tone if tag else "warm"
    )


def first_rows(queue: Queue) -> list[Any]:
    keys = queue.due, registry.kind(queue.kind).model.number
    return list(db.session.scalars(part_of(queue.rows, keys, FIRST, rising=True)))


def most_urgent_first() -> list[tuple[Queue, list[Any]]]:
    """(queue, its first rows) of those in which something waits; on top the one whose first row is due first."""
    found = [(queue, rows) for queue in queues() if (rows := first_rows(queue))]
    return sorted(found, key=lambda queue_and_rows: _first_due(*queue_and_rows))


def _first_due(queue: Queue, rows: Sequence[Any]) -> datetime:
    return min((due for row in rows if (due := getattr(row, queue.due.key))), default=NEVER)
