"""The guard of every session: no statement reads or writes outside the binding.

The second of the three locks (docs/scaling.md). A session bound to a community adds
`community_id = …` to every ORM statement, fills it in on every new row and refuses a foreign one;
on PostgreSQL it also tells the server, whose row-level security is the third lock. Everyone else may
forget about tenancy.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Table, bindparam, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from tenants.columns import Id
from tenants.owned import InCommunity, Published, RegionOwned, tables
from tenants.scope import Scope, in_force


class BoundSession(Session):
    """The only kind of session the product opens: everything below listens to it."""


@event.listens_for(BoundSession, "do_orm_execute")
def _see_one_binding(query: ORMExecuteState) -> None:
    if query.is_column_load:  # a refresh of a row this session already holds
        return
    scope: Scope = query.session.info["scope"]
    if scope.community_id is not None:
        if scope is not in_force():  # `_own` below is asked of the scope in force
            raise LookupError("This session belongs to another binding than the one in force.")
        if query.is_insert:
            _fill_in(query, scope.community_id)
        query.statement = _only_own(query.statement)
    elif scope.region_path is not None:
        _only_published(query, scope.region_path)
    else:
        _only_global(query, across=scope.across is not None)


_own = bindparam("own_community", type_=Id, callable_=lambda: in_force().own_community())
_OWN = with_loader_criteria(InCommunity, lambda model: model.community_id == _own, include_aliases=True)
_narrowed: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def _only_own(statement: Any) -> Any:
    """The statement with the condition on every owned class; remembered, as most statements are built once."""
    narrowed = _narrowed.get(statement)
    if narrowed is None:
        narrowed = _narrowed[statement] = statement.options(_OWN)
    return narrowed


def _fill_in(query: ORMExecuteState, community_id: uuid.UUID) -> None:
    """Bulk inserts pass by `before_flush`; their rows come as parameters, so that they are seen here."""
    if query.bind_mapper is None or not _owned(query.bind_mapper.class_):
        return
    rows = query.parameters if isinstance(query.parameters, list) else [query.parameters]
    if not all(rows):
        raise LookupError("Give the rows of a bulk insert as parameters, so that the guard sees them.")
    for row in rows:
        if row.setdefault("community_id", community_id) != community_id:
            raise LookupError("A row of another community cannot be written here.")


def _only_published(query: ORMExecuteState, region_path: str) -> None:
    _refuse_all_but(query, lambda owned: issubclass(owned, Published))
    if not query.is_select:
        raise LookupError("A superior's session only reads.")
    under = region_path + "%"
    query.statement = query.statement.options(
        with_loader_criteria(Published, lambda model: model.region_path.like(under), include_aliases=True),
        with_loader_criteria(RegionOwned, lambda model: model.region_path.like(under), include_aliases=True),
    )


def _only_global(query: ORMExecuteState, *, across: bool) -> None:
    _refuse_all_but(query, lambda owned: across and owned.read_across)
    if across and not query.is_select:
        raise LookupError("Reading across communities never writes.")


_read: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


def _refuse_all_but(query: ORMExecuteState, is_open: Callable[[Any], bool]) -> None:
    """Owned tables stay closed unless `is_open` says otherwise; what a statement reads is remembered, as above."""
    statement: Any = query.statement
    if (names := _read.get(statement)) is None:
        names = _read[statement] = frozenset(_tables_of(statement))
    known = tables()
    if touched := [name for name in names if name in known and _owned(known[name]) and not is_open(known[name])]:
        raise LookupError(f"This session's binding does not open {', '.join(sorted(touched))}.")


def _owned(mapped: type) -> bool:
    return issubclass(mapped, InCommunity)


def _tables_of(statement: Any) -> Iterator[str]:
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            yield element.name


@event.listens_for(BoundSession, "before_flush")
def _write_one_binding(session: Session, _context: object, _instances: object) -> None:
    scope: Scope = session.info["scope"]
    for row in session.new:
        if isinstance(row, InCommunity):
            if scope.community_id is None or row.community_id not in (None, scope.community_id):
                raise LookupError(f"A row of another community cannot be written here ({row.__tablename__}).")
            row.community_id = scope.community_id
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, InCommunity):
            if scope.community_id is None or row.community_id != scope.community_id:
                raise LookupError(f"A row of another community cannot be changed here ({row.__tablename__}).")
            if row.append_only and session.is_modified(row):
                raise LookupError(f"{row.__tablename__} is only ever appended to.")


@event.listens_for(BoundSession, "after_begin")
def _begin_bound(session: Session, _transaction: object, connection: Any) -> None:
    if (scope := session.info.get("scope")) is not None:
        tell_server(connection, scope)


def tell_server(connection: Any, scope: Scope) -> None:
    """`SET LOCAL` as a statement of its own: it ends with the transaction, also behind a pooler."""
    if connection.dialect.name != "postgresql":
        return
    if scope.community_id is not None:
        connection.exec_driver_sql(f"SET LOCAL app.community_id = '{uuid.UUID(str(scope.community_id))}'")
    if scope.region_path is not None:
        path = scope.region_path.replace("'", "''")
        connection.exec_driver_sql(f"SET LOCAL app.region_path = '{path}'")
