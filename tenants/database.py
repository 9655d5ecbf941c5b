"""One session, one binding: a community, a region above, or none.

The second of the three locks (docs/scaling.md). A session bound to a community adds
`community_id = …` to every ORM statement, fills it in on every new row and refuses a foreign one;
on PostgreSQL it also tells the server, whose row-level security is the third lock. Everyone else may
forget about tenancy.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, Table, bindparam, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors

from tenants.columns import Id, new_id
from tenants.engines import Engines


class InCommunity:
    """A row of one community, reached only while that community is bound; its key starts with `community_id`."""

    read_across: ClassVar[bool] = False  # True: `across_communities` may read it (never ballots, ratings, people)
    append_only: ClassVar[bool] = False  # True: neither changed nor deleted by the product

    community_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True, sort_order=-20)  # the guard compares it here


class CommunityOwned(InCommunity):
    """The usual owned row: key `(community_id, id)`."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


class RegionOwned:
    """A row of one region (city, district, subdistrict): only its own people see it."""

    region_path: Mapped[str] = mapped_column(String(200), index=True, sort_order=-5)


class Published:
    """An owned row that superiors may read: it carries the path of the region it lies in."""

    region_path: Mapped[str] = mapped_column(String(200), sort_order=-5)


class BoundSession(Session):
    """The only kind of session the product opens: the guard below listens to it."""


@dataclass
class Scope:
    """What one request, command or job may see; its session opens at the first question."""

    write: bool = False
    community_id: uuid.UUID | None = None
    region_path: str | None = None
    across: str | None = None
    session: Session | None = field(default=None, repr=False)

    @property
    def bound(self) -> bool:
        return bool(self.community_id or self.region_path or self.across)

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


class Database:
    """`db`: the one door to the data. Models, operations and queries use `db.session` and nothing else."""

    engines: Engines

    def connect(self, engines: Engines) -> None:
        self.engines = engines

    @property
    def scope(self) -> Scope:
        scope = _scope.get()
        if scope is None:
            raise LookupError("No binding is open: use db.as_community(), db.as_superior() or db.unbound().")
        return scope

    @property
    def session(self) -> Session:
        scope = self.scope
        if scope.session is None:
            scope.session = BoundSession(self._engine(scope), expire_on_commit=False, info={"scope": scope})
        return scope.session

    @property
    def community_id(self) -> uuid.UUID:
        if self.scope.community_id is None:
            raise LookupError("No community is bound.")
        return self.scope.community_id

    def commit(self) -> None:
        """Make the change final. What is read afterwards (to draw the answer) waits for no writer."""
        self.session.commit()
        self.session.bind = self.engines.reading(self.scope.region_path is not None)

    def unbound(self, *, write: bool = False) -> "_Binding":
        """Global tables only: accounts, regions, communities, directories."""
        return self._open(Scope(write=write))

    def as_community(self, community_id: uuid.UUID, *, write: bool = True) -> "_Binding":
        """Read and write one community's rows, nobody else's."""
        return self._open(Scope(write=write, community_id=community_id))

    def as_superior(self, region_path: str) -> "_Binding":
        """Read what communities under the region published, and the region's own rows."""
        return self._open(Scope(region_path=region_path))

    def begin_request(self, *, write: bool) -> None:
        """Open a scope that `end_request` closes; for the web, where no `with` spans a request."""
        _scope.set(Scope(write=write))

    def end_request(self) -> None:
        if (scope := _scope.get()) is not None:
            scope.close()
            _scope.set(None)

    def bind_community(self, community_id: uuid.UUID) -> None:
        """Narrow the unbound scope of this request to one community, inside the same transaction."""
        self._refuse_second_binding()
        self.scope.community_id = community_id
        if self.scope.session is not None and self.scope.session.in_transaction():
            _tell_server(self.scope.session.connection(), self.scope)

    def bind_superior(self, region_path: str) -> None:
        """Turn this request into a superior's: another role, so another session."""
        self._refuse_second_binding()
        self.scope.close()
        self.scope.region_path = region_path

    def leave(self) -> None:
        """Close the binding of this request; the identity map carries nothing over."""
        self.scope.close()
        self.scope.community_id = self.scope.region_path = None

    def _refuse_second_binding(self) -> None:
        if self.scope.bound:
            raise LookupError("This session is bound already: close it before binding another.")

    def _engine(self, scope: Scope) -> Engine:
        if scope.across:
            return self.engines.reader
        if scope.region_path is not None:
            return self.engines.superior
        return self.engines.writing if scope.write else self.engines.app

    @contextmanager
    def _open(self, scope: Scope) -> "Iterator[Scope]":
        outer = _scope.get()
        if outer is not None and outer.bound:
            raise LookupError("A binding is open already: never two at once.")
        token = _scope.set(scope)
        try:
            yield scope
        finally:
            scope.close()
            _scope.reset(token)


_Binding = Any  # a context manager giving the Scope
db = Database()


@contextmanager
def across_communities(reason: str) -> Iterator[Session]:
    """The one door through which more than one community is read, as the role `reader_all`.

    Only classes marked `read_across` open to it; it never writes. `reason` is logged.
    """
    db.engines.log.info("reading across communities: %s", reason)
    with db._open(Scope(across=reason)):
        yield db.session


def _owned(mapped: type) -> bool:
    return issubclass(mapped, InCommunity)


def _tables_of(statement: Any) -> Iterator[str]:
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            yield element.name


@event.listens_for(BoundSession, "do_orm_execute")
def _see_one_binding(query: ORMExecuteState) -> None:
    if query.is_column_load:  # a refresh of a row this session already holds
        return
    scope: Scope = query.session.info["scope"]
    if scope.community_id is not None:
        if scope is not db.scope:  # `_own` below is asked of the scope in force
            raise LookupError("This session belongs to another binding than the one in force.")
        if query.is_insert:
            _fill_in(query, scope.community_id)
        query.statement = _only_own(query.statement)
    elif scope.region_path is not None:
        _only_published(query, scope.region_path)
    else:
        _only_global(query, across=scope.across is not None)


_own = bindparam("own_community", type_=Id, callable_=lambda: db.community_id)
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


_tables: dict[str, type] = {}


def tables() -> dict[str, type]:
    """Every mapped class by the name of its table."""
    from tenants.columns import Base  # the registry is complete only once all models are imported

    if len(_tables) != len(Base.metadata.tables):
        _tables.update({mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers})
    return _tables


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
        _tell_server(connection, scope)


def _tell_server(connection: Any, scope: Scope) -> None:
    """`SET LOCAL` as a statement of its own: it ends with the transaction, also behind a pooler."""
    if connection.dialect.name != "postgresql":
        return
    if scope.community_id is not None:
        connection.exec_driver_sql(f"SET LOCAL app.community_id = '{uuid.UUID(str(scope.community_id))}'")
    if scope.region_path is not None:
        path = scope.region_path.replace("'", "''")
        connection.exec_driver_sql(f"SET LOCAL app.region_path = '{path}'")
