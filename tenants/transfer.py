"""One community from one database to another, whichever they are: its rows, the regions above it, its members' accounts.

Written as one JSON line a row, so that it can be looked through. What is encrypted stays encrypted: both instances
need the same keys. Sealed envelopes stay sealed; an open vote goes on where the closing key is the same.
"""

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Enum, LargeBinary, MetaData, String, Table, select
from sqlalchemy.types import TypeDecorator

from tenants.binding import Binding
from tenants.columns import Base, Id, Instant
from tenants.copies import Unfit
from tenants.database import db
from tenants.guard import tell_server
from tenants.owned import InCommunity, Published, tables

Row = dict[str, Any]
Say = Callable[[int], None]
BATCH = 500
ABOVE, ITSELF, DIRECTORIES = "region", "community", ("former_slug", "account_community")


def export(community_id: uuid.UUID, folder: Path, people: str, say: Say) -> dict[str, int]:
    """Write the files; `people` is the table of accounts. How many rows of each table, as they were at one moment."""
    counted = {}
    with _reading(community_id) as connection:
        for done, (name, rows) in enumerate(_everything(connection, community_id, people), 1):
            with (folder / f"{name}.jsonl").open("x", encoding="utf-8") as out:
                counted[name] = _write(out, rows)
            say(done)
    return counted


def number_of_files() -> int:
    return len(_owned()) + len(DIRECTORIES) + 3


def _everything(connection: Connection, community_id: uuid.UUID, people: str) -> Iterator[tuple[str, Iterable[Row]]]:
    """In the order in which they can be loaded."""
    itself = _rows(connection, ITSELF, "id", [community_id])
    yield ABOVE, _line_above(connection, itself[0]["region_id"])
    yield ITSELF, itself
    members = {row["account_id"] for row in _rows(connection, "account_community", "community_id", [community_id])}
    owned = {name: _rows(connection, name, "community_id", [community_id]) for name in _owned()}
    for rows in owned.values():
        members |= {row["account_id"] for row in rows if row.get("account_id")}
    yield people, _rows(connection, people, "id", sorted(members))
    for name in DIRECTORIES:
        yield name, _rows(connection, name, "community_id", [community_id])
    yield from owned.items()


def _line_above(connection: Connection, region_id: uuid.UUID | None) -> list[Row]:
    """From the top down."""
    found: list[Row] = []
    while region_id is not None:
        found[:0] = _rows(connection, ABOVE, "id", [region_id])
        region_id = found[0]["parent_id"]
    return found


def _rows(connection: Connection, name: str, column: str, keys: list[Any]) -> list[Row]:
    table, found = _raw(name), []
    for some in _batches(keys):
        query = select(table).where(table.c[column].in_(some)).order_by(*table.primary_key.columns)
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _write(out: Any, rows: Iterable[Row]) -> int:
    number = 0
    for row in rows:
        number += 1
        out.write(json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n")
    return number


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, (bytes, memoryview)) else value


def load(folder: Path, people: str, same_person: tuple[str, ...], say: Say) -> dict[str, int]:
    """Everything in one transaction; how many rows of each table. Raises Unfit, and then nothing was loaded.

    Who has an account here already keeps it: one is known by its id, or by one of the columns `same_person`.
    """
    [itself] = _read(folder, ITSELF)
    counted = {}
    with _writing(itself["id"]) as connection:
        _refuse_known(connection, itself)
        region = _regions(connection, _read(folder, ABOVE))
        accounts = _accounts(connection, people, same_person, _read(folder, people))
        moved = {"region_id": region["id"], "region_path": region["path"]}
        _insert(connection, ITSELF, [itself | moved])
        for done, name in enumerate([*DIRECTORIES, *_owned()], 4):
            rows = [_here(row, name, region["path"], accounts) for row in _read(folder, name)]
            _insert(connection, name, rows)
            counted[name] = len(rows)
            say(done)
    return counted


def _refuse_known(connection: Connection, itself: Row) -> None:
    community = _raw(ITSELF)
    for name in ("id", "slug", "code"):
        if connection.execute(select(community.c.id).where(community.c[name] == itself[name])).first():
            raise Unfit(f"There is a community with this {name} here already ({itself[name]}).")


def _regions(connection: Connection, line: list[Row]) -> Row:
    """The line above the community as it is here, completed where it ends; the lowest of it."""
    parent: Row = {"id": None, "path": "/"}
    for row in line:
        known = _rows(connection, ABOVE, "code", [row["code"]])
        if not known:
            row |= {"parent_id": parent["id"], "path": f"{parent['path']}{row['code']}/"}
            _insert(connection, ABOVE, [row])
        parent = known[0] if known else row
    return parent


def _accounts(
    connection: Connection, people: str, same: tuple[str, ...], rows: list[Row]
) -> dict[uuid.UUID, uuid.UUID]:
    """From each account's id to the id it has here; those that are new here are written."""
    led: dict[uuid.UUID, uuid.UUID] = {}
    for row in rows:
        known = _known(connection, people, same, row)
        led[row["id"]] = row["id"] if known is None else known["id"]
        if known is None:
            _insert(connection, people, [row])
    return led


def _known(connection: Connection, people: str, same: tuple[str, ...], row: Row) -> Row | None:
    """The account that is here already for this person: of the same id, or the same in one of the columns."""
    for name in ("id", *same):
        if row[name] is not None and (found := _rows(connection, people, name, [row[name]])):
            return found[0]
    return None


def _here(row: Row, name: str, path: str, accounts: dict[uuid.UUID, uuid.UUID]) -> Row:
    if row.get("account_id"):
        row = row | {"account_id": accounts[row["account_id"]]}
    return row | {"region_path": path} if issubclass(tables()[name], Published) else row


def _insert(connection: Connection, name: str, rows: list[Row]) -> None:
    for some in _batches(rows):
        connection.execute(_raw(name).insert(), some)


def _read(folder: Path, name: str) -> list[Row]:
    table, found = _raw(name), []
    text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n")[:-1], 1):  # what people wrote may hold other ends of lines
        try:
            found.append({key: _value(table.c[key], value) for key, value in json.loads(line).items()})
        except (ValueError, KeyError, TypeError) as error:
            raise Unfit(f"{folder / name}.jsonl, line {number}: {error}") from None
    return found


READERS: dict[type, Callable[[Any], Any]] = {
    uuid.UUID: uuid.UUID, datetime: datetime.fromisoformat, date: date.fromisoformat, time: time.fromisoformat,
    bytes: base64.b64decode,
}  # fmt: skip


def _value(column: Column[Any], value: Any) -> Any:
    read = READERS.get(column.type.python_type)
    return value if value is None or read is None else read(value)


@contextmanager
def _reading(community_id: uuid.UUID) -> Iterator[Connection]:
    level = {} if db.engines.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with db.engines.app.connect().execution_options(**level) as connection, connection.begin():
        tell_server(connection, Binding(community_id=community_id))
        yield connection


@contextmanager
def _writing(community_id: uuid.UUID) -> Iterator[Connection]:
    with db.engines.writing.begin() as connection:
        tell_server(connection, Binding(write=True, community_id=community_id))
        yield connection


def _owned() -> list[str]:
    """Those that others refer to come first."""
    return [table.name for table in Base.metadata.sorted_tables if issubclass(tables()[table.name], InCommunity)]


_bare = MetaData()


def _raw(name: str) -> Table:
    """A table whose columns are what the database holds: encrypted bytes stay bytes, words of an enum words."""
    if name not in _bare.tables:
        columns = Base.metadata.tables[name].columns
        Table(
            name,
            _bare,
            *(Column(column.name, _stored(column.type), primary_key=column.primary_key) for column in columns),
        )
    return _bare.tables[name]


def _stored(kind: Any) -> Any:
    if isinstance(kind, Enum):
        return String()
    if isinstance(kind, TypeDecorator) and not isinstance(kind, (Id, Instant)):
        return LargeBinary() if isinstance(kind.impl_instance, LargeBinary) else kind
    return kind
