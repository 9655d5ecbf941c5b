"""Spreading the tables over a Citus cluster: the statements, in the order in which Citus takes them.

Owned tables are sharded by `community_id`; the few global tables they refer to are copied to every node;
what lives by its own id (accounts, logins) stays on the coordinator.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

from tenants.columns import Base
from tenants.owned import InCommunity, tables


def statements(roles: Iterable[str]) -> Iterator[str]:
    """For one transaction of the owner, after the migrations; `roles` are those whose sessions are bound."""
    for role in roles:
        yield f"ALTER ROLE {role} SET citus.propagate_set_commands = 'local'"
    yield "SET LOCAL citus.enable_local_reference_table_foreign_keys = off"
    copied = _referred_to()
    for table in Base.metadata.sorted_tables:
        if table in copied:
            yield f"SELECT create_reference_table('{table.name}')"
    for table in Base.metadata.sorted_tables:
        if _is_owned(table):
            yield f"SELECT create_distributed_table('{table.name}', 'community_id')"


def distribute(connection: Connection, roles: Iterable[str]) -> None:
    """Run them. To be done once: Citus refuses a table that is spread already, and then nothing is changed."""
    for statement in statements(roles):
        connection.exec_driver_sql(statement)


def has_citus(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'citus'").scalar() is not None


def _referred_to() -> set[Table]:
    """The global tables that owned ones refer to, and those that these refer to."""
    found: set[Table] = set()
    waiting = [table for table in Base.metadata.sorted_tables if _is_owned(table)]
    while waiting:
        targets = {key.column.table for key in waiting.pop().foreign_keys}
        new = {table for table in targets - found if not _is_owned(table)}
        found |= new
        waiting += new
    return found


def _is_owned(table: Table) -> bool:
    return issubclass(tables()[table.name], InCommunity)
