"""Connections: one file on SQLite, up to four roles on PostgreSQL."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MILLISECONDS = 10_000
PRAGMAS = (
    "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_MILLISECONDS}",
    "secure_delete=ON",  # what is deleted or replaced is overwritten: opened envelopes, destroyed keys
)  # fmt: skip


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
            return self.writing
        return connect(self.app_url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **self.options)

    @cached_property
    def superior(self) -> Engine:
        return self._role(self.superior_url, "DATABASE_SUPERIOR_URL")

    @cached_property
    def reader(self) -> Engine:
        return self._role(self.reader_url, "DATABASE_READER_URL")

    @cached_property
    def owner(self) -> Engine:
        return self._role(self.owner_url, "DATABASE_OWNER_URL")

    def reading(self, superior: bool) -> Engine:
        return self.superior if superior else self.app

    def wipe(self) -> None:
        """After keys were destroyed: SQLite's log goes, which still holds what was overwritten in the file.

        PostgreSQL keeps what is dead until its owner rewrites the tables: docs/operating.md says how.
        """
        if not self.is_sqlite:
            return
        with closing(self.app.raw_connection()) as connection:  # inside no transaction
            [(busy, *_)] = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise TimeoutError("Somebody still reads what was destroyed.")

    def dispose(self) -> None:
        for name in ("app", "counting", "superior", "reader", "owner"):
            if name in self.__dict__:
                self.__dict__[name].dispose()

    def _role(self, url: str | None, setting: str) -> Engine:
        if self.is_sqlite:
            return self.app
        if not url:
            raise LookupError(f"{setting} is not set: this needs its own database role on PostgreSQL.")
        return connect(url, **self.options)


def connect(url: str, **options: Any) -> Engine:
    """An engine set up as docs/scaling.md says for its database. What people wrote never gets into a log with an error."""
    options.setdefault("hide_parameters", True)
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options.setdefault("pool_pre_ping", False)
    return create_engine(url, **options)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would leak between savepoints
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
