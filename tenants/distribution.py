"""Spreading the tables over a Citus cluster: the statements, in the order in which Citus takes them.

Owned tables are sharded by `community_id`; the few global tables they refer to are copied to every node;
what lives by its own id (accounts, logins) stays on the coordinator.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

from tenants.columns import Base
from tenants.owned import InCommunity, copied, tables

NODES = "SELECT count(*) FROM pg_dist_node WHERE groupid <> 0 AND noderole = 'primary' AND isactive"
SPREAD = "SELECT count(*) FROM pg_dist_partition WHERE partmethod = 'h'"


def spreading(roles: Iterable[str]) -> Iterator[str]:
    """For one transaction of the owner, after the migrations; `roles` are those whose sessions are bound.

    Rows that are there already move along. Row-level security is not forced meanwhile: Citus copies as the owner,
    who is bound to no community. Grants and policies stay, and everyone else is held by them throughout.
    """
    for role in roles:
        yield f"ALTER ROLE {role} SET citus.propagate_set_commands = 'local'"
    yield "SET LOCAL citus.enable_local_reference_table_foreign_keys = off"
    yield from (f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY" for table in _owned())
    yield from (f"SELECT create_reference_table('{table.name}')" for table in _copied())
    yield from (f"SELECT create_distributed_table('{table.name}', 'community_id')" for table in _owned())
    yield from (f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY" for table in _owned())


def emptying() -> Iterator[str]:
    """For a second transaction: what was moved still lies, hidden, on the coordinator, ballots too."""
    for table in [*reversed(_owned()), *reversed(_copied())]:  # whatever refers to a table goes before it
        yield f"SELECT truncate_local_data_after_distributing_table('{table.name}')"


def script(roles: Iterable[str]) -> Iterator[str]:
    """Both, as an operator reads them before they are run."""
    for part in (spreading(roles), emptying()):
        yield from ("BEGIN", *part, "COMMIT")


def why_not(connection: Connection) -> str | None:
    """Why this database cannot be spread now; None where it can."""
    if connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'citus'").scalar() is None:
        return "This database has no Citus: run CREATE EXTENSION citus on every node first (docs/scaling.md)."
    if connection.exec_driver_sql(SPREAD).scalar():
        return "The tables are spread already."
    if not connection.exec_driver_sql(NODES).scalar():
        return "The cluster has no worker node: add one with citus_add_node first (docs/scaling.md)."
    return None


def run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _owned() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if _is_owned(table)]


def _copied() -> list[Table]:
    names = copied()
    return [table for table in Base.metadata.sorted_tables if table.name in names]


def _is_owned(table: Table) -> bool:
    return issubclass(tables()[table.name], InCommunity)
