"""Nothing goes round the guard of sessions, read from the code."""

import pytest

from tests.support.house import CODE
from tests.support.ways_round import ways_round

# Infrastructure, by name: who makes the engines, counts tries beside the request, migrates, and reads across.
EXCUSED = {
    "app/__init__.py": {"tenants.engines"},
    "app/operating/commands.py": {
        "tenants.rls", "tenants.engines", "sqlalchemy.engine.Engine", "sqlalchemy.engine.make_url", "engines", "begin", "exec_driver_sql",
    },
    "app/operating/serving.py": {"engines"},
    "app/operating/rotation.py": {"metadata"},
    "app/operating/backup.py": {"engines", "begin", "metadata", "tenants.copies", "tenants.rls"},
    "app/operating/transferring.py": {"tenants.transfer", "tenants.copies"},
    "app/operating/keys.py": {"sqlalchemy.engine.make_url"},
    "app/operating/ready.py": {"tenants.rls", "engines"},
    "app/operating/health.py": {"engines"},
    "app/web/limits.py": {"engines", "begin"},
    "app/operating/schema.py": {"tenants.rls", "sqlalchemy.Connection", "sqlalchemy.MetaData", "metadata", "alembic"},
    "app/accounts/models.py": {"sqlalchemy.orm.relationship"},
    "app/score/publishing.py": {"tenants.across_communities"},
    "app/operating/worker.py": {"engines"},
    "app/operating/closing.py": {"tenants.across_communities"},
    "app/outbox/leases.py": {"tenants.across_communities"},
    "app/outbox/failures.py": {"tenants.across_communities"},
}  # fmt: skip


def test_nothing_goes_round_the_guard():
    found = [
        f"{file}:{breach}" for file, source in CODE.items() if file.startswith("app/")
        for breach in ways_round(source, frozenset(EXCUSED.get(file, ())))
    ]  # fmt: skip
    assert not found, found


def test_what_is_excused_exists():
    assert not EXCUSED.keys() - CODE.keys()


GIVEN = """
import sqlalchemy as sa
from sqlalchemy import select, inspect, update
from app.proposals.models import Proposal
from tenants import db
from tenants.columns import Base
"""
MUTANTS = {
    "db.session.execute(sa.text('select 1'))": "sqlalchemy.text",
    "from sqlalchemy import text as raw": "sqlalchemy.text",
    "from sqlalchemy.sql import text": "sqlalchemy.sql.text",
    "from sqlalchemy.sql.expression import *": "sqlalchemy.sql.expression.*",
    "select(sa.literal_column('title'))": "sqlalchemy.literal_column",
    "select(sa.column('title')).select_from(sa.table('proposal'))": "sqlalchemy.table",
    "select(Base.metadata.tables['proposal'])": "metadata",
    "select(inspect(Proposal).local_table)": "local_table",
    "select(Proposal.__table__.c.title)": "__table__",
    "select(getattr(Proposal, '__table__').c.title)": "__table__",
    "select(Proposal.__mapper__.c.title)": "__mapper__",
    "with db.engines.app.connect() as c: c.exec_driver_sql('select 1')": "engines",
    "db.session.get_bind().connect()": "get_bind",
    "db.session.connection().exec_driver_sql('select 1')": "exec_driver_sql",
    "select(Proposal).from_statement(query)": "from_statement",
    "sa.orm.relationship('Tag', secondary='tagged')": "secondary",
    "db.session.bulk_insert_mappings(Proposal, rows)": "bulk_insert_mappings",
    "db.session.execute(update(Proposal), rows)": "an update by key",
    "from sqlalchemy.orm import Session as S\nS(bind=None)": "a session of one's own",
    "import sqlalchemy.orm as o\nclass Mine(o.Session): pass": "a session of one's own",
    "from sqlalchemy.orm import sessionmaker": "sqlalchemy.orm.sessionmaker",
    "with db.session.begin(): pass": "begin",
    "from tenants import across_communities as everywhere": "tenants.across_communities",
    "import tenants as t\nwith t.across_communities('x'): pass": "tenants.across_communities",
    "from tenants.database import across_communities": "tenants.database.across_communities",
    "from tenants.database import Binding\nwith db._open(Binding(across='x')): pass": "_open",
    "from tenants.binding import current": "tenants.binding.current",
    "select(sa.func.count(Proposal.id).over())": "only a window",
    "select(sa.func.count(Proposal.id).filter(Proposal.private).label('n'))": "only a window",
    "import sqlite3": "sqlite3",
    "__import__('sqlalchemy').text('select 1')": "__import__",
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_each_way_round_is_named(mutant):
    found = ways_round(GIVEN.replace(", inspect", "") + mutant)
    assert MUTANTS[mutant] in [one.partition(": ")[2] for one in found], found


def test_what_features_write_is_not_taken_for_a_way_round():
    honest = """
query = select(Proposal.title, sa.func.count().over()).where(Proposal.private.is_(False))
db.session.execute(update(Proposal).where(Proposal.number == 1).values(title="x"))
def listen(session: Session) -> None: ...
"""
    assert not ways_round(GIVEN.replace(", inspect", "") + "from sqlalchemy.orm import Session" + honest)
