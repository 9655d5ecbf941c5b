"""Rate limits shared by all workers: one row a window in the database, counted on a connection of its own.

Counting happens before the request's session opens, so a refused request costs one statement and holds no
lock of the community's. Fixed windows; a limiter that cannot count lets the request pass and says so.
"""

import time
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from tenants import db
from tenants.models import RateCount

POSTS = "120 per minute; 1500 per hour"


class SharedCounts(Storage):
    """Counts of `limits` in the table rate_count: one upsert that returns the new count."""

    STORAGE_SCHEME = ["gongzhi"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: float, amount: int = 1, **_: Any) -> int:
        now = time.time()
        dialect = sqlite if db.engines.is_sqlite else postgresql
        fresh = dialect.insert(RateCount).values(key=key[:200], count=amount, expires_at=now + expiry)
        old = RateCount.expires_at <= now
        from sqlalchemy import case

        upsert = fresh.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((old, amount), else_=RateCount.count + amount),
                "expires_at": case((old, now + expiry), else_=RateCount.expires_at),
            },
        ).returning(RateCount.count)
        with db.engines.writing.begin() as connection:
            return connection.execute(upsert).scalar_one()

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


limiter = Limiter(
    get_remote_address,
    storage_uri="gongzhi://",
    application_limits=[],
    default_limits=[lambda: POSTS],
    default_limits_per_method=False,
    default_limits_exempt_when=lambda: request.method in ("GET", "HEAD", "OPTIONS"),
    swallow_errors=True,
    strategy="fixed-window",
)


def init_app(app: Flask) -> None:
    limiter.init_app(app)
