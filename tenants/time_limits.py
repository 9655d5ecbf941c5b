"""How long is waited for the database. A reader gives up after five seconds, so whoever answers one gives up before.

`within()` opens a time in which everything that is asked of the database must be done, whatever it is and however
often. Outside of it (the worker, an operator's command) work takes as long as it takes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg import errors

ANSWER = 4.0  # seconds for everything that one request asks
COUNT = 1.0  # seconds for one count of the rate limits: what cannot be counted passes
LONG = 60.0  # seconds for a request that computes over many thousand rows
WORK = 20.0  # seconds for a lock or a connection where nobody waits for a page
LOCK, STATEMENT = 2000, 3500  # milliseconds: the server itself gives up, so that no dead request stands in its queue

_ends: ContextVar[float | None] = ContextVar("time_limit", default=None)


@contextmanager
def within(seconds: float = ANSWER) -> Iterator[None]:
    """What is asked inside must be done in this time; never later than an outer limit."""
    token = start(seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def start(seconds: float = ANSWER) -> Any:
    """As `within`, for the web, where no `with` spans a request: it lasts until the next one begins."""
    outer, own = _ends.get(), time.monotonic() + seconds
    return _ends.set(own if outer is None else min(own, outer))


def renew(seconds: float = ANSWER) -> None:
    """From now on so long, for a request whose sender knows that it takes its time: a sheet of many thousand lines, say."""
    stop()
    start(seconds)


def stop() -> None:
    """Nobody waits any more."""
    _ends.set(None)


def remaining() -> float | None:
    """Seconds until nobody waits any more; None: as long as it takes."""
    ends = _ends.get()
    return None if ends is None else max(0.0, ends - time.monotonic())


class Connection(psycopg.Connection[Any]):
    """A connection to PostgreSQL that waits no longer than anyone waits for it.

    The server's own limits do not help where it is stopped or unreachable.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, remaining() if timeout is None else timeout)
        except errors._WaitTimeout:
            if timeout is not None:  # a limit of the driver's own
                raise
            self.close()  # an answer may still come, and would be taken for the next one's
            raise psycopg.OperationalError("the database did not answer in time") from None


def open_connection(arguments: dict[str, Any]) -> Connection:
    """A new connection. The server keeps the same limits, so that nobody who gave up stands in its queue; what a role was
    given as its own options holds before them."""
    seconds = remaining()
    if seconds == 0:
        raise psycopg.OperationalError("the database did not answer in time")
    if seconds is None:
        limits = f"-c lock_timeout={int(1000 * WORK)}"
        known = {"connect_timeout": int(WORK)}
    else:
        limits = f"-c lock_timeout={LOCK} -c statement_timeout={STATEMENT} -c client_connection_check_interval={LOCK}"
        known = {"connect_timeout": 2, "tcp_user_timeout": int(ANSWER * 1000)}
    return Connection.connect(**known | arguments | {"options": f"{limits} {arguments.get('options', '')}".strip()})
