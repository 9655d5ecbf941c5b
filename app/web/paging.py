"""Long lists, a page at a time: `?from=` holds the keys at which the next page starts, so no page costs more than another."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from flask import request, url_for
from sqlalchemy import Select, and_, bindparam, or_

from app.core.ids import LARGEST, id_from, id_text
from tenants import db


@dataclass(frozen=True)
class Page:
    """One page of a list, and the keys after which the next one starts."""

    rows: Sequence[Any]
    next_keys: list[str] | None


Columns = Sequence[Any]


def paged(
    query: Select[*tuple[Any, ...]],
    *keys: Any,
    size: int = 20,
    rising: bool = False,
    values: dict[str, Any] | None = None,
) -> Page:
    """A page of `query` in the order of `keys`, columns of its rows of which the last makes the order unique.

    Falling (newest first) unless `rising`. Keys that cannot be read give an empty page. `values` are those that a query of
    columns, built once, leaves open.
    """
    given = request.args.getlist("from")
    try:
        after = [_read(key, text) for key, text in zip(keys, given, strict=True)] if given else []
    except ValueError:
        return Page([], None)
    part = part_of(query, keys, size, rising=rising, goes_on=bool(after))
    beyond = dict(zip(_names(keys), after, strict=False))
    rows = db.session.execute(part, beyond).all() if values is None else db.rows(part, values | beyond)
    more = len(rows) > size
    rows = [row[0] if len(row) == 1 else row for row in rows[:size]]
    return Page(rows, [_text(_key_of(rows[-1], key)) for key in keys] if more else None)


_parts: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()  # of queries that are built once


def part_of(query: Any, keys: Columns, size: int, *, rising: bool, goes_on: bool = False) -> Any:
    """The query of one page: the first, or one that goes on after given keys. It finds one row more, if there is one."""
    known = _parts.setdefault(query, {})
    form = (keys, size, rising, goes_on)
    if form not in known:
        order = [key.asc() if rising else key.desc() for key in keys]
        part = query.where(_beyond(keys, rising)) if goes_on else query
        known[form] = part.order_by(*order).limit(size + 1)
    return known[form]


def _beyond(keys: Columns, rising: bool) -> Any:
    """What comes later in the order: the first key that differs decides."""
    after = [bindparam(name, type_=key.type) for name, key in zip(_names(keys), keys, strict=True)]
    pairs = list(zip(keys, after, strict=True))
    return or_(
        *(
            and_(*(earlier == given for earlier, given in pairs[:index]), key > value if rising else key < value)
            for index, (key, value) in enumerate(pairs)
        )
    )


def _names(keys: Columns) -> list[str]:
    return [f"after_{index}" for index in range(len(keys))]


def _key_of(row: Any, key: Any) -> Any:
    return getattr(row if hasattr(row, key.key) else row[0], key.key)


def _text(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return id_text(value)
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}" if isinstance(value, datetime) else str(value)


def _read(key: Any, text: str) -> Any:
    return _READERS[key.type.python_type](text)


def _number(text: str) -> int:
    if not 0 <= int(text) <= LARGEST:
        raise ValueError(text)
    return int(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_READERS: dict[type, Callable[[str], Any]] = {int: _number, str: str, datetime: _moment, uuid.UUID: id_from}


def next_page(page: Page) -> str | None:
    """The address of the next page, with the filters of this one."""
    if page.next_keys is None:
        return None
    kept = {name: value for name, value in request.args.to_dict().items() if name != "from"}
    assert request.endpoint is not None  # a list is drawn by a view
    return url_for(request.endpoint, **{**(request.view_args or {}), **kept, "from": page.next_keys})
