"""The third lock: row-level security and grants on PostgreSQL, and the roles they speak of.

Migrations call `protect` with the names of their tables; `flask db roles` makes the roles. On SQLite
there is nothing to do: the keys and the session hold the line.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

OWN = "community_id = NULLIF(current_setting('app.community_id', true), '')::uuid"
BACKUP = "current_setting('app.backup', true) = 'on'"  # the owner reads all, but never by mistake
UNDER = "region_path LIKE NULLIF(current_setting('app.region_path', true), '') || '%'"


@dataclass(frozen=True)
class Roles:
    """The database's names for the app, the superior and the reader."""

    app: str
    superior: str
    reader: str

    @classmethod
    def from_urls(cls, app: str, superior: str, reader: str) -> "Roles":
        return cls(*(make_url(url).username or "" for url in (app, superior, reader)))


def protect(
    connection: Connection,
    roles: Roles,
    *,
    owned: Iterable[str] = (),
    append_only: Iterable[str] = (),
    published: Iterable[str] = (),
    across: Mapping[str, Iterable[str]] = MappingProxyType({}),
    shared: Iterable[str] = (),
    above: Iterable[str] = (),
    unmeasured: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> None:
    """Grants and policies for new tables.

    `owned` get the policy of their community; those also in `append_only` are neither updated nor deleted by the app;
    `published` may be read by superiors under their region, of `across` the reader reads the columns named;
    `shared` are the global tables of the app, `above` those of them that superiors and the reader read too. Of
    `unmeasured` columns the planner keeps no statistics: they would be copies of sealed values that outlive them.
    """
    for table in owned:
        _keep_apart(connection, table, roles, append_only=table in set(append_only))
    for table in published:
        _run(connection, f"GRANT SELECT ON {table} TO {roles.superior}")
        _run(connection, f"CREATE POLICY above ON {table} FOR SELECT TO {roles.superior} USING ({UNDER})")
    for table, columns in across.items():
        _run(connection, f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {roles.reader}")
        _run(connection, f"CREATE POLICY across ON {table} FOR SELECT TO {roles.reader} USING (true)")
    _share(connection, shared, above, roles)
    for table, column in ((table, column) for table, columns in unmeasured.items() for column in columns):
        _run(connection, f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def _keep_apart(connection: Connection, table: str, roles: Roles, *, append_only: bool) -> None:
    """The app's verbs on an owned table, and the policies that show it one community's rows only."""
    verbs = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    _run(connection, f"GRANT {verbs} ON {table} TO {roles.app}")
    _run(connection, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    _run(connection, f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    _run(connection, f"CREATE POLICY own ON {table} USING ({OWN}) WITH CHECK ({OWN})")
    _run(connection, f"CREATE POLICY backup ON {table} FOR SELECT TO CURRENT_USER USING ({BACKUP})")


def _share(connection: Connection, shared: Iterable[str], above: Iterable[str], roles: Roles) -> None:
    """What is nobody's alone; which version the database has is there for whoever serves it."""
    for table in shared:
        _run(connection, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {roles.app}")
    for table in above:
        _run(connection, f"GRANT SELECT ON {table} TO {roles.superior}, {roles.reader}")
    _run(connection, f"GRANT SELECT ON alembic_version TO {roles.app}")


def role_statements(urls: Iterable[str]) -> Iterator[str]:
    """What an administrator runs: the login roles these URLs name, with their passwords; repeated, passwords are renewed."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for url in map(make_url, urls):
        name = str(url.username)
        quoted = '"' + name.replace('"', '""') + '"'
        make = f"CREATE ROLE {quoted} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
        unless = f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {_text(name)})"
        yield f"DO $$ BEGIN {unless} THEN {make}; END IF; END $$"
        if url.password:
            yield f"ALTER ROLE {quoted} PASSWORD {_text(str(url.password))}"
        yield f"GRANT USAGE ON SCHEMA public TO {quoted}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def wait_for_turn(connection: Connection) -> None:
    """One migration at a time: the others wait until this transaction ends (on SQLite every writer does)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('gongzhi: migrating'))")


def too_mighty(connection: Connection) -> str | None:
    """Why a role must not serve: row-level security does not hold it, or it could make itself a role that is not held."""
    mighty, bypass, makes = connection.exec_driver_sql(
        "SELECT bool_or(rolsuper), bool_or(rolbypassrls), bool_or(rolcreaterole)"
        " FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')"
    ).one()  # also through another role it may become
    owns = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_tables WHERE pg_has_role(current_user, tableowner, 'MEMBER')"
    ).scalar()
    reasons = {
        "is a superuser": mighty, "bypasses row-level security": bypass, "owns tables": owns, "may create roles": makes,
    }  # fmt: skip
    return next((reason for reason, holds in reasons.items() if holds), None)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))  # the driver reads a bare % as a placeholder
