"""Connections: one file on SQLite, up to four roles on PostgreSQL."""

import logging
import math
import select
import sqlite3
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

from tenants import time_limits

PRAGMAS = (
    "foreign_keys=ON", "journal_mode=WAL",
    "secure_delete=ON",  # what is deleted or replaced is overwritten in the file
)  # fmt: skip
DURABLE = "synchronous=FULL"  # a receipt is shown after the disk has the vote
FLEETING = "synchronous=NORMAL"  # a count of tries may be lost with the machine's power
UNHURRIED = "-c lock_timeout=0"  # a migration waits for its turn
UNSYNCED = "-c synchronous_commit=off"  # the same on PostgreSQL
SHORTEST, LONGEST = 0.0005, 0.02  # seconds between two tries to write
CONNECTIONS = {
    "pool_size": 16,
    "max_overflow": 16,
    "pool_timeout": time_limits.ANSWER,
}  # as many as threads ask at once


@dataclass
class Engines:
    """The addresses of the four roles; on SQLite all are the one file.

    `app` reads and writes, `superior` reads what is published, `reader` reads counted tables of all
    communities, `owner` migrates. Each engine is made when first asked for.
    """

    app_url: str
    superior_url: str | None = None
    reader_url: str | None = None
    owner_url: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger("gongzhi.tenants"))

    @property
    def is_sqlite(self) -> bool:
        return make_url(self.app_url).get_backend_name() == "sqlite"

    @cached_property
    def app(self) -> Engine:
        return connect(self.app_url, **self.options)

    @cached_property
    def writing(self) -> Engine:
        """The same pool, but on SQLite transactions begin IMMEDIATE: read-then-write cannot deadlock."""
        return self.app.execution_options(write=True)

    @cached_property
    def counting(self) -> Engine:
        """For single statements beside the request's transaction: each is final when it returns."""
        if self.is_sqlite:
            return connect(self.app_url, durable=False, **self.options).execution_options(write=True)
        options = {"connect_args": {"options": UNSYNCED}} | self.options
        return connect(self.app_url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **options)

    @cached_property
    def superior(self) -> Engine:
        return self._role(self.superior_url, "DATABASE_SUPERIOR_URL")

    @cached_property
    def reader(self) -> Engine:
        return self._role(self.reader_url, "DATABASE_READER_URL")

    @cached_property
    def owner(self) -> Engine:
        return self._role(self.owner_url, "DATABASE_OWNER_URL", connect_args={"options": UNHURRIED})

    def reading(self, superior: bool) -> Engine:
        return self.superior if superior else self.app

    def dispose(self) -> None:
        for name in ("app", "counting", "superior", "reader", "owner"):
            if name in self.__dict__:
                self.__dict__[name].dispose()

    def _role(self, url: str | None, setting: str, **own: Any) -> Engine:
        if self.is_sqlite:
            return self.app
        if not url:
            raise LookupError(f"{setting} is not set: this needs its own database role on PostgreSQL.")
        return connect(url, **own | self.options)


def connect(url: str, *, durable: bool = True, **options: Any) -> Engine:
    """An engine set up as docs/scaling.md says for its database. What people wrote never gets into a log with an error."""
    engine = create_engine(url, **{"hide_parameters": True} | CONNECTIONS | options)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_durable if durable else _prepare_fleeting)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", lambda _dialect, _record, _given, named: time_limits.open_connection(named))
        event.listen(engine, "checkout", _refuse_dead)
    return engine


def _prepare_durable(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would leak between savepoints
    for pragma in (*PRAGMAS, DURABLE):
        _tell(connection, f"PRAGMA {pragma}")


def _tell(connection: sqlite3.Connection, order: str) -> None:
    """What is asked of the driver itself fails like all else that is asked of the database."""
    try:
        connection.execute(order)
    except sqlite3.OperationalError as error:
        raise OperationalError(order, None, error) from error


def _prepare_fleeting(connection: sqlite3.Connection, record: object) -> None:
    _prepare_durable(connection, record)
    _tell(connection, f"PRAGMA {FLEETING}")


def _begin_sqlite(connection: Any) -> None:
    left = time_limits.remaining()
    seconds = time_limits.WORK if left is None else left
    file: sqlite3.Connection = connection.connection.dbapi_connection
    write = connection.get_execution_options().get("write")
    if write:
        _wait_for_turn(file, seconds)
    file.execute(f"PRAGMA busy_timeout={int(1000 * seconds)}")
    if not file.in_transaction:
        _tell(file, "BEGIN IMMEDIATE" if write else "BEGIN")


def _wait_for_turn(file: sqlite3.Connection, seconds: float) -> None:
    """Begin to write as soon as nobody else does; who has waited longest asks most often.

    SQLite's own waiting asks every tenth of a second after a while, and whoever came last finds the gap: with sixteen
    writers the slowest of a hundred waited 180 times as long as the middle one, and the file stood idle between.
    """
    file.execute("PRAGMA busy_timeout=0")
    began = time.monotonic()
    while (waited := time.monotonic() - began) < seconds:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise OperationalError("BEGIN IMMEDIATE", None, busy) from busy
            time.sleep(SHORTEST + LONGEST * math.exp(-20 * waited))
        else:
            return


def _refuse_dead(connection: Any, _record: object, _fairy: object) -> None:
    """What waits to be read from an idle connection is the server's farewell: another connection is made.

    Costs no question, unlike a ping, so that the first page after a restart is served as quickly as any.
    """
    if connection.closed:
        raise DisconnectionError
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError
