"""What a statement reaches, read from the SQL that is made of it: nothing is believed of how it was written.

The database's own compiler writes the SQL once for each shape of statement and notes on the way which tables stand in
every SELECT, UPDATE and DELETE of it, and which of them stand beside the condition of the binding. So a window, a bare
table or a line of SQL deep inside is seen as well as a class.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BindParameter

from tenants.binding import in_force
from tenants.columns import Id
from tenants.handwritten_sql import WrittenByHand

# What the conditions of a binding compare with; its value is that of the binding in force when the statement is sent.
OWN = bindparam("own_community", type_=Id, callable_=lambda: in_force().own_community())
UNDER: BindParameter[str] = bindparam("under_region", callable_=lambda: f"{in_force().region_path}%")
CONDITIONS: dict[str, BindParameter[Any]] = {parameter.key: parameter for parameter in (OWN, UNDER)}


@dataclass
class StatementTables:
    """Names of tables: all of them, those that stand somewhere without the condition, those whose rows change."""

    tables: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    by_hand: bool = False  # holds SQL that nobody can see through
    moves: bool = False  # gives rows to another community


_known: dict[Any, StatementTables] = {}
MOST = 5_000  # shapes remembered; the product has some hundreds


def tables_reached(statement: Any, dialect: Dialect) -> StatementTables:
    """Worked out once a shape: the key is the one under which SQLAlchemy itself remembers the SQL."""
    key = statement._generate_cache_key()
    shape = key and (dialect.name, key.key)
    found = _known.get(shape)
    if found is None:
        if len(_known) > MOST:
            _known.clear()
        compiler: Any = dialect.statement_compiler  # a class, which mypy does not take for hashable
        found = _looking(compiler)(dialect, statement).reached
        if shape:
            _known[shape] = found
    return found


@cache
def _looking(compiler: Any) -> Any:
    return type("Looking", (_Looking, compiler), {})


_MOVES = re.compile(r'(?<![\w.])"?community_id"? ?= ?')  # conditions name the table before the column


class _Looking(WrittenByHand):
    """Mixed into the compiler of a database."""

    def __init__(self, dialect: Dialect, statement: Any) -> None:
        self.reached = StatementTables()
        self.standing: list[Any] = []  # tables and aliases in the FROM of the SELECT being written
        self.narrowed: list[Any] = []
        super().__init__(dialect, statement)
        self.reached.moves = bool(_MOVES.search(self.string))
        self.reached.by_hand |= self.reads_more_than_it_says()

    def _level(self, visit: Any, statement: Any, options: Any) -> Any:
        """Each SELECT answers for its own tables."""
        outer = self.standing, self.narrowed
        self.standing, self.narrowed = [], []
        try:
            text = visit(statement, **options)
            self.reached.tables |= {_named(table) for table in self.standing}
            self.reached.bare |= {_named(table) for table in self.standing if table not in self.narrowed}
        finally:
            self.standing, self.narrowed = outer
        return text

    def visit_select(self, select_stmt: Any, **options: Any) -> Any:
        return self._level(super().visit_select, select_stmt, options)

    def visit_update(self, update_stmt: Any, **options: Any) -> Any:
        self._change(update_stmt)
        return self._level(super().visit_update, update_stmt, options)

    def visit_delete(self, delete_stmt: Any, **options: Any) -> Any:
        self._change(delete_stmt)
        return self._level(super().visit_delete, delete_stmt, options)

    def visit_insert(self, insert_stmt: Any, **options: Any) -> Any:
        self.reached.tables.add(insert_stmt.table.name)
        self.reached.by_hand |= bool(self.stack) or insert_stmt.select is not None
        return super().visit_insert(insert_stmt, **options)

    def _change(self, statement: Any) -> None:
        self.reached.changed.add(_named(statement.table))
        self.reached.by_hand |= bool(self.stack)

    def visit_on_conflict_do_update(self, on_conflict: Any, **options: Any) -> Any:
        self.reached.changed |= self.reached.tables
        return super().visit_on_conflict_do_update(on_conflict, **options)

    def visit_table(self, table: Any, asfrom: bool = False, **options: Any) -> Any:
        if asfrom and getattr(options.get("enclosing_alias"), "element", None) is not table:
            self.standing.append(table)
        self.reached.by_hand |= not isinstance(table, Table)
        return super().visit_table(table, asfrom=asfrom, **options)

    def visit_alias(self, alias: Any, asfrom: bool = False, **options: Any) -> Any:
        if asfrom and isinstance(alias.element, Table):
            self.standing.append(alias)
        return super().visit_alias(alias, asfrom=asfrom, **options)

    def visit_binary(self, binary: Any, **options: Any) -> Any:
        if isinstance(binary.right, BindParameter) and binary.right.key in CONDITIONS and _tells_whose(binary):
            self.narrowed.append(binary.left.table)
        return super().visit_binary(binary, **options)

    def visit_bindparam(self, bindparam: Any, **options: Any) -> Any:
        """Nobody else's value goes by the name of a condition's."""
        if (own := CONDITIONS.get(bindparam.key)) is not None:
            self.reached.by_hand |= bindparam.callable is not own.callable
        return super().visit_bindparam(bindparam, **options)


def _tells_whose(binary: Any) -> bool:
    """Equal to, or under; and of the column that says whose a row is: that of a community itself by its id."""
    name, table = getattr(binary.left, "name", None), getattr(binary.left, "table", None)
    whose = name in ("community_id", "region_path") or (
        name == "id" and table is not None and _named(table) == "community"
    )
    return whose and binary.operator in (operators.eq, operators.like_op)


def _named(standing: Any) -> str:
    return str(getattr(standing, "element", standing).name)
