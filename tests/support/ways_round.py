"""Reads code and names each way round the guard of sessions: what it imports and which names it asks things for.

Imports are followed under whatever name they are given. What it cannot see (a statement put together from parts) the
guard itself refuses when it is sent; here the author learns it before anything runs.
"""

import ast
from collections.abc import Iterator

# Of SQLAlchemy the product uses these; the rest writes SQL by hand, opens sessions or reaches for tables.
USED = {
    *("sqlalchemy." + name for name in (
        "Select", "select", "insert", "update", "delete", "func", "and_", "or_", "not_", "case", "cast", "exists", "extract",
        "literal", "bindparam", "union_all", "asc", "desc", "distinct", "true", "false", "null", "tuple_", "event", "exc", "Boolean", "Double", "ColumnElement",
        "Integer", "LargeBinary", "String", "Text", "ForeignKey", "Index", "UniqueConstraint", "CheckConstraint",
    )),
    *("sqlalchemy.orm." + name for name in (
        "Mapped", "mapped_column", "aliased", "joinedload", "selectinload", "load_only", "ORMExecuteState", "Session",
    )),
    "sqlalchemy.orm.attributes.set_committed_value", "sqlalchemy.types.TypeDecorator",
    "sqlalchemy.dialects.postgresql.insert", "sqlalchemy.dialects.sqlite.insert",
}  # fmt: skip
OPEN = {
    "each_community",
    "bodies",
    "db",
    "divisions",
    "sheets",
    "columns",
    "locks",
    "idempotency",
    "guard.BoundSession",
    "models",
    "numbers",
    "owned",
    "profiles",
    "provisioning",
    "listing",
    "resolve",
    "text",
    "cli_finding",
    "workbooks",
    "cli_output",
    "cli",
    "regions_cli",
    "time_limits",
}  # of tenants
CLOSED_MODULES = {"sqlite3", "psycopg", "alembic", "importlib"}
CLOSED_NAMES = {
    "__table__", "__mapper__", "local_table", "persist_selectable", "selectable", "mapped_table", "mapper", "metadata",
    "registry", "from_statement", "engines", "get_bind", "connection", "begin", "begin_nested", "exec_driver_sql", "bulk_save_objects",
    "bulk_insert_mappings", "bulk_update_mappings", "_open", "_engine", "erasing", "bind_arguments",
}  # fmt: skip
WINDOWS = {"over", "filter", "within_group"}  # they hide from SQLAlchemy what class they read


def ways_round(source: str, excused: frozenset[str] = frozenset()) -> list[str]:
    """What goes round the guard in this source, as "line: what"; `excused` is what this file may use."""
    tree = ast.parse(source)
    reader = _Reader(tree)
    found = [(getattr(node, "lineno", 0), what) for node in ast.walk(tree) for what in reader.breaches(node)]
    return [f"{line}: {what}" for line, what in sorted(set(found)) if not any(_lies_in(what, one) for one in excused)]


class _Reader:
    def __init__(self, tree: ast.AST) -> None:
        self.meaning: dict[str, str] = {}  # what a name of this file stands for
        self.chained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            for name, origin in _imported(node):
                self.meaning[name] = origin

    def breaches(self, node: ast.AST) -> Iterator[str]:
        for _, origin in _imported(node):
            yield from _closed(origin)
        if isinstance(node, ast.Attribute):
            yield from _closed(self._origin(node))
            yield from {node.attr} & CLOSED_NAMES
        if isinstance(node, ast.Name):
            yield from {node.id} & {"__import__", "exec", "eval"}
        if isinstance(node, ast.keyword):
            yield from {node.arg} & {"secondary"}
        if isinstance(node, ast.ClassDef) and any(
            self._origin(base) == "sqlalchemy.orm.Session" for base in node.bases
        ):
            yield "a session of one's own"
        if isinstance(node, ast.Call):
            yield from self._called(node)

    def _called(self, call: ast.Call) -> Iterator[str]:
        origin = self._origin(call.func)
        if origin == "getattr" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            yield from {call.args[1].value} & CLOSED_NAMES
        if origin == "sqlalchemy.orm.Session":
            yield "a session of one's own"
        if origin == "sqlalchemy.update" and id(call) not in self.chained:
            yield "an update by key"
        if origin == "sqlalchemy.select" and call.args and all(map(_is_window, call.args)):
            yield "only a window"

    def _origin(self, node: ast.AST) -> str:
        """Where a name or a chain of names comes from: `sa.text` → "sqlalchemy.text"; "" for everything else."""
        if isinstance(node, ast.Name):
            return self.meaning.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (before := self._origin(node.value)):
            return f"{before}.{node.attr}"
        return ""


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(the name it is given, where it comes from)"""
    if isinstance(node, ast.Import):
        for one in node.names:
            yield (one.asname, one.name) if one.asname else (one.name.split(".")[0],) * 2
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for one in node.names:
            yield one.asname or one.name, f"{node.module}.{one.name}"


def _closed(origin: str) -> Iterator[str]:
    top, _, rest = origin.partition(".")
    if top in CLOSED_MODULES:
        yield top
    if top == "sqlalchemy" and rest and not any(_lies_in(origin, one) or _lies_in(one, origin) for one in USED):
        yield origin
    if top == "tenants" and rest and not any(_lies_in(rest, one) or _lies_in(one, rest) for one in OPEN):
        yield origin


def _lies_in(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ".")


def _is_window(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in WINDOWS or (node.func.attr == "label" and _is_window(node.func.value))
    return False
