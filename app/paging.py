"""Long lists, a page at a time: `?before=` names the key at which the next page starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select

from app.ids import LARGEST
from tenants import db


@dataclass(frozen=True)
class Page:
    """One page of a list, and the key at which the next one starts."""

    rows: Sequence[Any]
    next_key: str | None


def paged(query: Select[Any], key: Any, size: int = 20, *, parse: Any = int) -> Page:
    """A keyset page of `query`, newest first by the unique column `key`; `?before=` names where to go on."""
    after = request.args.get("before")
    if after:
        try:
            start = parse(after)
            if parse is int and not 0 <= start <= LARGEST:
                return Page([], None)
            query = query.where(key < start)
        except ValueError:
            return Page([], None)
    rows = db.session.execute(query.order_by(key.desc()).limit(size + 1)).all()
    more = len(rows) > size
    rows = [row[0] if len(row) == 1 else row for row in rows[:size]]
    last = rows[-1] if rows else None
    last = last if last is None or hasattr(last, key.key) else last[0]
    return Page(rows, str(getattr(last, key.key)) if more else None)


def next_page(page: Page) -> str | None:
    """The address of the next page, with the filters of this one."""
    if page.next_key is None:
        return None
    values = {**(request.view_args or {}), **request.args.to_dict(), "before": page.next_key}
    return url_for(request.endpoint or "home.landing", **values)
