"""The guard of every session: no statement reads or writes outside the binding.

The second of the three locks (docs/scaling.md). A session bound to a community adds
`community_id = …` to every statement, fills it in on every new row and refuses a foreign one; what the
condition did not reach is refused (binding_rules.py, statement_tables.py). On PostgreSQL it also tells the server, whose row-level
security is the third lock. Everyone else may forget about tenancy.
"""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import CursorResult, event, inspect
from sqlalchemy.orm import FromStatement, ORMExecuteState, Session

from tenants.binding import Binding, in_force
from tenants.binding_rules import rule_of
from tenants.owned import InCommunity, OfCommunity, Published, tables
from tenants.statement_tables import CONDITIONS


class BoundSession(Session):
    """The only kind of session the product opens: everything below listens to it."""

    def _refuse_bulk(self, *_rows: Any, **_options: Any) -> None:
        raise LookupError(
            "These rows would pass by the guard: execute an insert with its rows, or change them one by one."
        )

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _refuse_bulk

    def send(self, statement: Any, values: dict[str, Any]) -> CursorResult[Any]:
        """A statement of columns: judged like any other, then sent without the bookkeeping of the ORM, which costs several
        times what the statement itself does. It gives rows of columns, and no object in this session learns of a change.
        """
        admitted = _admitted(self, statement, values)
        self.flush()
        if not statement.is_select:
            _about_to_change(self, _class_of(statement))
        return self.connection().execute(admitted, values)


Changed = Callable[[Session, type | None], None]
about_to_change: list[Changed] = []  # told of each statement that changes rows of a class, before it is sent


def _about_to_change(session: Session, model: type | None) -> None:
    for told in about_to_change:
        told(session, model)


def _class_of(statement: Any) -> type | None:
    return tables().get(statement.table.name)


@event.listens_for(BoundSession, "do_orm_execute")
def _see_one_binding(query: ORMExecuteState) -> None:
    if query.is_column_load:  # a refresh of a row this session holds: it was read here or let in by `_let_in`
        return
    query.statement = _admitted(query.session, query.statement, query.parameters)
    if not query.is_select:
        _about_to_change(query.session, query.bind_mapper.class_ if query.bind_mapper is not None else None)


def _admitted(session: Session, statement: Any, values: Any) -> Any:
    """The statement as it may be sent in this session."""
    binding: Binding = session.info["binding"]
    if binding is not in_force():  # the conditions compare with the binding in force
        raise LookupError("This session belongs to another binding than the one in force.")
    if isinstance(statement, FromStatement):
        raise LookupError("Read a class by a query of its own, not from another statement.")
    if not all(CONDITIONS.keys().isdisjoint(row) for row in _rows(values)):
        raise LookupError("What the condition of the binding compares with is not given from outside.")
    rule = rule_of(binding)
    if rule.reads_only and not statement.is_select:
        raise LookupError("This session only reads.")
    if binding.community_id is not None and not statement.is_select:
        _write_own(statement, values, binding.community_id)
    return rule.admit(statement, session.get_bind().dialect)


def _rows(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values or {}]


def _write_own(statement: Any, values: Any, community_id: uuid.UUID) -> None:
    """What the condition does not reach: rows given as parameters."""
    if statement.is_insert:
        _fill_in(statement, values, community_id)
    elif isinstance(values, list) or "community_id" in (values or ()):
        raise LookupError("Change rows by a condition or one by one: a list of keys passes by the guard.")


def _fill_in(statement: Any, values: Any, community_id: uuid.UUID) -> None:
    """Bulk inserts pass by `before_flush`; their rows come as parameters, so that they are seen here."""
    if statement.entity_description.get("entity") is None:
        raise LookupError("Insert into a class, not into its table, so that the guard sees the rows.")
    model = _class_of(statement)
    if model is None or not issubclass(model, OfCommunity):
        return
    if "community_id" not in statement.table.c:
        raise LookupError("A community is not made inside of one.")
    rows = _rows(values)
    if not all(rows) or statement._values or statement._multi_values:
        raise LookupError("Give the rows of a bulk insert as parameters, so that the guard sees them.")
    for row in rows:
        if row.setdefault("community_id", community_id) != community_id:
            raise LookupError("A row of another community cannot be written here.")
        row["community_id"] = community_id  # what is sent is our own value, whatever called itself equal to it


def _foreign(session: Session, row: Any) -> bool:
    """Whether a stored row lies outside the binding; its key tells, whatever its columns were set to."""
    own = session.info["binding"].community_id
    if own is None:
        return isinstance(row, InCommunity)
    return isinstance(row, OfCommunity) and (own not in inspect(row).identity or row.community_id != own)


@event.listens_for(BoundSession, "before_attach")
def _let_in(session: Session, row: Any) -> None:
    if inspect(row).has_identity and _foreign(session, row):
        raise LookupError(f"A row of another community cannot be brought here ({row.__tablename__}).")


@event.listens_for(BoundSession, "before_flush")
def _write_one_binding(session: Session, _context: object, _instances: object) -> None:
    binding: Binding = session.info["binding"]
    own = binding.community_id
    for row in session.new:
        table = row.__tablename__
        if isinstance(row, InCommunity if own is None else OfCommunity):
            if own is None or row.community_id not in (None, own):
                raise LookupError(f"A row of another community cannot be written here ({table}).")
            row.community_id = own
    if binding.acting and (shut := [row for row in _touched(session) if not isinstance(row, Published)]):
        raise LookupError(f"An act from above writes published rows only, not {shut[0].__tablename__}.")
    for row in [*session.dirty, *session.deleted]:
        if _foreign(session, row):
            raise LookupError(f"A row of another community cannot be changed here ({row.__tablename__}).")
        if getattr(row, "append_only", False) and (row in session.deleted or session.is_modified(row)):
            raise LookupError(f"{row.__tablename__} is only ever appended to.")


def _touched(session: Session) -> list[Any]:
    return [*session.new, *session.dirty, *session.deleted]


@event.listens_for(BoundSession, "after_begin")
def _begin_bound(session: Session, _transaction: object, connection: Any) -> None:
    if (binding := session.info.get("binding")) is not None:
        tell_server(connection, binding)


@event.listens_for(BoundSession, "after_transaction_end")
def _ended(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        for act in session.info.pop("when_ended", ()):
            act()


def tell_server(connection: Any, binding: Binding) -> None:
    """`SET LOCAL` as a statement of its own: it ends with the transaction, also behind a pooler."""
    if connection.dialect.name != "postgresql":
        return
    if binding.community_id is not None:
        connection.exec_driver_sql(f"SET LOCAL app.community_id = '{uuid.UUID(str(binding.community_id))}'")
    if binding.region_path is not None:
        path = binding.region_path.replace("'", "''")
        connection.exec_driver_sql(f"SET LOCAL app.region_path = '{path}'")
