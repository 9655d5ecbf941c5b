"""The migrations make the tables the classes say, and take them down."""

from sqlalchemy import inspect

from app.operating import schema
from app.operating.ready import roles
from tenants import db
from tests.support.house import ROOT


def test_migrations_and_tables_agree_up_and_down(fresh_app):
    with fresh_app.app_context():
        engine = db.engines.app if db.engines.is_sqlite else db.engines.owner
        with engine.connect() as connection:
            assert schema.differences(connection) == []
        with engine.begin() as connection:
            schema.downgrade(connection, roles())
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        with engine.begin() as connection:
            schema.upgrade(connection, roles())
            assert schema.differences(connection) == []


def test_migrations_are_numbered_without_a_gap():
    numbers = sorted(file.name[:4] for file in (ROOT / "migrations" / "versions").glob("*.py"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
