"""Rate limits shared by all workers: one row a window in the database, counted on a connection of its own.

Counting happens before the request's session opens, so a refused request costs one statement and holds no
lock of the community's. Fixed windows; a limiter that cannot count lets the request pass and says so.
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from flask import Flask, abort, current_app, request, session
from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Double, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import closing_key
from app.core.closing_key import KeyMissing
from tenants import db, time_limits
from tenants.models import RateCount

log = logging.getLogger("gongzhi")
POSTS = "120 per minute"  # of whoever is signed in, or of one address
SKEW = 60.0  # seconds by which clocks may differ; a window that ends later yet was begun by one that was ahead
SEARCHES = "60 per minute"  # of one address: a search reads every name there is


def _upsert(insert: Any) -> Any:
    """Count on, or begin anew where the window is over; returns the new count."""
    fresh = insert(RateCount).values(key=bindparam("key"), count=bindparam("count"), expires_at=bindparam("expires_at"))
    longest = bindparam("expires_at", type_=Double) + SKEW
    old = (RateCount.expires_at <= bindparam("now", type_=Double)) | (RateCount.expires_at > longest)
    return fresh.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((old, fresh.excluded.count), else_=RateCount.count + fresh.excluded.count),
            "expires_at": case((old, fresh.excluded.expires_at), else_=RateCount.expires_at),
        },
    ).returning(RateCount.count)


_UPSERTS = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}


class SharedCounts(Storage):
    """Counts of `limits` in the table rate_count: one upsert that returns the new count."""

    STORAGE_SCHEME = ["gongzhi"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: float, amount: int = 1, **_: Any) -> int:
        now = time.time()
        values = {"key": key[:200], "count": amount, "expires_at": now + expiry, "now": now}
        with time_limits.within(time_limits.COUNT), db.engines.counting.begin() as connection:
            return connection.execute(_UPSERTS[connection.dialect.name], values).scalar_one()

    def _row(self, key: str) -> Any:
        with db.engines.app.begin() as connection:
            query = select(RateCount.count, RateCount.expires_at).where(RateCount.key == key[:200])
            return connection.execute(query).one_or_none()

    def get(self, key: str) -> int:
        row = self._row(key)
        return row.count if row is not None and row.expires_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return row.expires_at if row is not None else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with db.engines.writing.begin() as connection:
            return connection.execute(delete(RateCount)).rowcount

    def clear(self, key: str) -> None:
        with db.engines.writing.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == key[:200]))


class Limiter:
    """Counts who comes how often; switched off where all requests come from one address, as in tests."""

    enabled = True

    def __init__(self) -> None:
        self._windows = FixedWindowRateLimiter(SharedCounts())

    def allows(self, rate: str, *whom: str) -> bool:
        """Count one more. What cannot be counted passes."""
        try:
            return self._windows.hit(_parsed(rate), *whom)
        except Exception as error:
            log.warning("not counted: %s", error)
            return True


_parsed = cache(parse)  # read once, not with each request
limiter = Limiter()


class Limit(NamedTuple):
    """How often one may ask for a view, who counts as one, and which requests are counted at all."""

    rate: Callable[[], str]
    by: Callable[[], str]
    when: Callable[[], bool]


def by_address() -> str:
    return request.remote_addr or "127.0.0.1"


def by_login() -> str:
    """Whoever is signed in, else one address."""
    return session.get("_user_id") or by_address()


def is_sent() -> bool:
    """Whatever may change something."""
    return request.method not in ("GET", "HEAD", "OPTIONS")


def limited(
    rate: str | Callable[[], str], by: Callable[[], str] = by_address, when: Callable[[], bool] = is_sent
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view that has a limit of its own, beside that of all that is sent."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.limit = Limit(rate if callable(rate) else lambda: rate, by, when)  # type: ignore[attr-defined]  # read below
        return view

    return mark


def searches() -> str:
    return SEARCHES


def init_app(app: Flask) -> None:
    app.before_request(_slow_down)


def _slow_down() -> None:
    """What is sent, counted whatever it is: neighbours behind one address do not stand in each other's way once signed in."""
    if not limiter.enabled:
        return
    own: Limit | None = getattr(current_app.view_functions.get(request.endpoint or ""), "limit", None)
    if own is not None and own.when() and not limiter.allows(own.rate(), _today(own.by()), request.endpoint or ""):
        abort(429)
    if is_sent() and not limiter.allows(POSTS, _today(by_login())):
        abort(429)


def _today(who: str) -> str:
    """Who sends, under a name that lasts as long as the closing key stands still.

    A count beside an answer to a rating would tell, from the database's log files, who was drawn; one beside a sign-in,
    from which address somebody came.
    """
    try:
        return closing_key.read().use("limits", who).hex()[:32]
    except KeyMissing:
        return who
