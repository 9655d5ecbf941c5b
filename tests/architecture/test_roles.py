"""What PostgreSQL itself grants and refuses, whatever the product asks."""

import pytest
from sqlalchemy.exc import ProgrammingError

from app.proposals.models import Proposal
from tenants import db
from tenants.columns import Base
from tenants.models import Community, Region
from tenants.owned import Published, RegionOwned, tables
from tests.support.house import owned


@pytest.mark.postgresql_only
def test_postgresql_itself_refuses_what_the_session_would(app, make, engine):
    """Row-level security as the app's own role, with the session's guard out of the way."""
    here, there = make.community(), make.community()
    mine, other = make.row(Proposal, here), make.row(Proposal, there)
    with db.engines.app.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM proposal").scalar() == 0
        connection.exec_driver_sql(f"SET LOCAL app.community_id = '{here.id}'")
        assert connection.exec_driver_sql("SELECT id FROM proposal").scalars().all() == [mine.id]
        assert connection.exec_driver_sql(f"UPDATE proposal SET title = 'x' WHERE id = '{other.id}'").rowcount == 0


@pytest.mark.postgresql_only
def test_postgresql_grants_each_role_what_the_classes_say_and_nothing_else(app, engine):
    """Read from PostgreSQL's own catalogue: what is not marked is refused, column by column too."""
    granted = {role: {} for role in ("app", "superior", "reader")}
    with db.engines.owner.connect() as connection:
        for role, verbs in granted.items():
            name = getattr(db.engines, role).url.username
            for table in Base.metadata.tables:
                verbs[table] = {
                    verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
                    if connection.exec_driver_sql(_asks(verb), {"role": name, "table": table, "verb": verb}).scalar()
                }  # fmt: skip
    for table, model in tables().items():
        assert granted["app"][table] == _of_the_app(model), table
        assert granted["superior"][table] == ({"SELECT"} if _read_above(model) else set()), table
        assert granted["reader"][table] == ({"SELECT"} if _read_across(model) else set()), table


@pytest.mark.postgresql_only
def test_the_reader_reads_the_columns_that_say_what_is_due_and_no_other(app, engine):
    """Not one text, not one name: who reads across communities learns when and where something waits."""
    query = "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = %(who)s"
    with db.engines.owner.connect() as connection:
        found = set(map(tuple, connection.exec_driver_sql(query, {"who": db.engines.reader.url.username})))
    expected = {(name, column) for name, model in owned().items() for column in model.read_across}
    assert {pair for pair in found if pair[0] in owned()} == expected


def _asks(verb):
    privilege = "table" if verb in ("DELETE", "TRUNCATE", "TRIGGER") else "any_column"
    return f"SELECT has_{privilege}_privilege(%(role)s, %(table)s, %(verb)s)"


def _of_the_app(model):
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    return {"SELECT", "INSERT"} if getattr(model, "append_only", False) else everything


def _read_above(model):
    return issubclass(model, (Published, RegionOwned)) or model in (Region, Community)


def _read_across(model):
    return getattr(model, "read_across", False) or model in (Region, Community)


@pytest.mark.postgresql_only
def test_postgresql_holds_every_owned_row_to_a_policy(app, engine):
    held = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    rules = "SELECT tablename, policyname, cmd FROM pg_policies"
    with db.engines.owner.connect() as connection:
        assert set(connection.exec_driver_sql(held).scalars()) == set(owned())
        policies = set(map(tuple, connection.exec_driver_sql(rules)))
    expected = {(name, "own", "ALL") for name in owned()} | {(name, "backup", "SELECT") for name in owned()}
    expected |= {(name, "above", "SELECT") for name, model in owned().items() if issubclass(model, Published)}
    expected |= {(name, "across", "SELECT") for name, model in owned().items() if model.read_across}
    assert policies == expected


@pytest.mark.postgresql_only
@pytest.mark.parametrize("role", ["superior", "reader"])
def test_postgresql_opens_only_what_a_role_may_read(app, make, engine, role):
    """Not by what is granted but by asking, as that role, for every owned table."""
    make.row(Proposal, make.community())
    may = _read_above if role == "superior" else _read_across
    for name, model in owned().items():
        with getattr(db.engines, role).connect() as connection:
            try:
                connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1")
                assert may(model), f"{role} reads {name}"
            except ProgrammingError:
                assert not may(model), f"{role} cannot read {name}"
    closed = {"elector", "ballot", "rating_ask", "membership", "household", "report"}
    assert not any(owned()[name].read_across or issubclass(owned()[name], Published) for name in closed)
