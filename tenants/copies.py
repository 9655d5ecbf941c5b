"""Copies of a whole database: taken while people are served, whole or not at all, and put back only where nothing is.

SQLite gives its own copy of the file. On PostgreSQL the owner reads every row in one snapshot (the policy `backup`; forced
row-level security hides them from it otherwise) and writes one file a table, so that neither a version of `pg_dump` nor a
mightier role is needed. No key is part of a copy.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table

from tenants.columns import Base
from tenants.owned import InCommunity, tables

Say = Callable[[int], None]
FILE = "gongzhi.sqlite3"
PIECE = 1 << 20  # bytes


class Unfit(ValueError):
    """Why a copy cannot be taken or put back here, in a sentence."""


def take_file(engine: Engine, folder: Path, say: Say) -> dict[str, int]:
    """SQLite: rows by table, counted in the copy itself."""
    with closing(sqlite3.connect(_private(folder / FILE))) as copy:
        with closing(engine.raw_connection()) as source:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]  # a connection of sqlite3
        copy.execute("PRAGMA journal_mode=DELETE")  # one file: nothing of it lies in a log beside it
        return _looked_through(copy, say)


def put_back_file(folder: Path, file: Path, say: Say) -> dict[str, int]:
    """Beside its place first, so that half a database is never found."""
    logs = [
        file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")
    ]  # they would be played into it
    if left := [present for present in (file, *logs) if present.exists() and present.stat().st_size]:
        raise Unfit(f"{', '.join(map(str, left))} is there already: move it away and restore again.")
    half = file.with_name(file.name + ".restoring")
    half.unlink(missing_ok=True)
    with (folder / FILE).open("rb") as source, open(_private(half), "wb") as out:
        while piece := source.read(PIECE):
            out.write(piece)
        os.fsync(out.fileno())
    with closing(sqlite3.connect(half)) as copy:
        found = _looked_through(copy, say)
    half.replace(file)
    return found


def _private(file: Path) -> str:
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return str(file)


def _looked_through(copy: sqlite3.Connection, say: Say) -> dict[str, int]:
    if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        raise Unfit(f"The copy is damaged: {said}.")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise Unfit("The copy is damaged: a row refers to one that is missing.")
    counted = {}
    for done, table in enumerate(Base.metadata.sorted_tables, 1):
        counted[table.name] = copy.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608  # our own name
        say(done)
    return counted


def take_rows(owner: Engine, folder: Path, say: Say) -> dict[str, int]:
    """PostgreSQL: rows by table, all as they were at one moment."""
    counted = {}
    with owner.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql("SET LOCAL app.backup = 'on'")
        for done, table in enumerate(Base.metadata.sorted_tables, 1):
            with open(_private(folder / f"{table.name}.copy"), "wb") as out:
                counted[table.name] = _copy_out(connection, table, out)
            say(done)
    return counted


def _copy_out(connection: Connection, table: Table, out: Any) -> int:
    cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]  # a connection of psycopg
    everything = f"SELECT {_columns(table)} FROM {table.name}"  # noqa: S608  # our own names
    with cursor, cursor.copy(f"COPY ({everything}) TO STDOUT") as rows:
        for piece in rows:
            out.write(piece)
    return int(cursor.rowcount)


def put_back_rows(connection: Connection, folder: Path, say: Say) -> dict[str, int]:
    """Into tables just made, in the owner's transaction: what goes wrong leaves none."""
    counted = {}
    for done, table in enumerate(Base.metadata.sorted_tables, 1):
        with _unguarded(connection, table):
            cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]  # as above
            with cursor, cursor.copy(f"COPY {table.name} ({_columns(table)}) FROM STDIN") as rows:
                for piece in _pieces(folder / f"{table.name}.copy"):
                    rows.write(piece)
            counted[table.name] = int(cursor.rowcount)
        say(done)
    return counted


@contextmanager
def _unguarded(connection: Connection, table: Table) -> Iterator[None]:
    """COPY takes no rows where row-level security holds; nobody else sees the table before the transaction ends.

    After an error nothing is switched back: the transaction that switched it off ends with it.
    """
    guarded = issubclass(tables()[table.name], InCommunity)
    if guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE ROW LEVEL SECURITY")
    yield
    if guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY")


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
