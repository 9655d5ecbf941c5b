"""The house rules, checked on the code, the tables and every route: a new one is covered the moment it exists."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, event, inspect, select
from sqlalchemy.exc import ProgrammingError

from app.access import P, Permission
from app.core import clock
from app.operating import schema
from app.operating.commands import roles
from app.polls.models import Poll, PollState
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.columns import Base
from tenants.models import Community, Region
from tenants.owned import InCommunity, Published, RegionOwned, tables
from tests.support.ways_round import ways_round

ROOT = Path(__file__).resolve().parent.parent
SHARED = {
    "account", "account_community", "account_message", "community", "former_slug", "instance", "login_session", "one_time_code",
    "rate_count", "region", "region_office",
}  # fmt: skip
CODE = [file for folder in ("app", "tenants") for file in (ROOT / folder).rglob("*.py")]


def owned():
    return {name: model for name, model in tables().items() if issubclass(model, InCommunity)}


# -- tables -----------------------------------------------------------------------------------------------------------


def test_every_table_is_owned_by_a_community_or_known_to_be_shared():
    assert set(Base.metadata.tables) - set(owned()) == SHARED


@pytest.mark.parametrize("name", sorted(owned()))
def test_an_owned_table_starts_with_its_community(name):
    table = Base.metadata.tables[name]
    assert next(iter(table.columns)).name == "community_id"
    assert next(iter(table.primary_key.columns)).name == "community_id"
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert next(iter(constraint.columns)).name == "community_id", constraint.name
    for index in table.indexes:
        first = next(iter(index.columns)).name
        assert first == "community_id" or (first == "region_path" and issubclass(owned()[name], Published)), index.name


@pytest.mark.parametrize("name", sorted(owned()))
def test_an_owned_table_points_only_inside_its_community(name):
    table, indexed = Base.metadata.tables[name], _indexed(Base.metadata.tables[name])
    keys = [key for key in table.constraints if isinstance(key, ForeignKeyConstraint)]
    inner = [key for key in keys if len(key.columns) > 1]
    for key in keys:
        local, far = [column.name for column in key.columns], [element.column for element in key.elements]
        assert local[0] == "community_id"
        assert key.ondelete in ("RESTRICT", "CASCADE")
        assert far[0].table.name != "account"
        if key in inner:
            assert [column.name for column in far] == ["community_id", "id"]
            assert tuple(local) in indexed, f"{local} has no index"
    plain = [key for key in keys if len(key.columns) == 1]
    assert len(plain) == (0 if inner else 1), "the key to community stands where no other owned key does"


def _indexed(table):
    found = {tuple(column.name for column in index.columns) for index in table.indexes}
    found |= {
        tuple(column.name for column in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)
    }
    return {prefix for columns in found for prefix in [columns[:n] for n in range(1, len(columns) + 1)]}


def test_names_of_constraints_fit_every_database():
    for table in Base.metadata.tables.values():
        for thing in [*table.constraints, *table.indexes]:
            assert thing.name is None or len(str(thing.name)) <= 50, thing.name


# -- code -------------------------------------------------------------------------------------------------------------

# Infrastructure, by name: who makes the engines, counts tries beside the request, migrates, and reads across.
EXCUSED = {
    "app/__init__.py": {"tenants.engines"},
    "app/operating/commands.py": {"tenants.rls", "sqlalchemy.inspect", "sqlalchemy.engine.Engine", "engines", "begin"},
    "app/operating/serving.py": {"tenants.rls", "sqlalchemy.inspect", "engines"},
    "app/web/limits.py": {"engines", "begin"},
    "app/operating/schema.py": {"tenants.rls", "sqlalchemy.Connection", "sqlalchemy.MetaData", "metadata", "alembic"},
    "app/accounts/models.py": {"sqlalchemy.orm.relationship"},
    "app/score/publishing.py": {"tenants.across_communities"},
    "app/operating/worker.py": {"engines"},
    "app/outbox/jobs.py": {"tenants.across_communities"},
    "app/outbox/operations.py": {"engines"},
}  # fmt: skip


@pytest.mark.parametrize("file", [str(f.relative_to(ROOT)) for f in CODE if f.is_relative_to(ROOT / "app")])
def test_nothing_goes_round_the_guard(file):
    assert not ways_round((ROOT / file).read_text(encoding="utf-8"), frozenset(EXCUSED.get(file, ())))


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


def test_only_the_guarded_session_is_opened():
    makers = re.compile(r"(?<!\w)(Session|BoundSession|sessionmaker|scoped_session)\((?!Session\))")
    using = {str(f.relative_to(ROOT)) for f in CODE if makers.search(f.read_text(encoding="utf-8"))}
    assert using <= {"tenants/database.py"}, using


def test_only_views_commands_and_the_worker_commit():
    allowed = re.compile(
        r"(views|cli|demo|proposal_page|desk|worker|publishing|delivery|provisioning|importing|moving|limits|database|jobs|demo_entrance)"
    )
    for file in CODE:
        names = {n.attr for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
        assert "commit" not in names or allowed.search(str(file.relative_to(ROOT))), f"{file} commits"


@pytest.mark.parametrize("file", CODE, ids=lambda f: str(f.relative_to(ROOT)))
def test_time_comes_from_the_clock(file):
    if file.name == "clock.py" or file.parts[-2] == "tenants":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("utcnow", "today"):
            assert not (isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")), (
                f"{file}:{node.lineno}"
            )
        if isinstance(node, ast.Attribute) and node.attr == "now" and isinstance(node.value, ast.Name):
            assert node.value.id != "datetime", f"{file}:{node.lineno}"


def test_config_is_read_at_the_door_only():
    for file in CODE:
        text = file.read_text(encoding="utf-8")
        if "os.environ" in text:
            assert file.name in ("commands.py",), f"{file} reads the environment"


# -- routes -----------------------------------------------------------------------------------------------------------


def test_every_view_names_its_permission(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            assert isinstance(getattr(app.view_functions[rule.endpoint], "permission", None), Permission), rule


def test_what_lies_in_a_community_is_never_open_to_all_the_world(app):
    """A community may close reading to its members: every view of it asks for more than "anywhere"."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/c/<slug>"):
            assert app.view_functions[rule.endpoint].permission is not P.ANYWHERE, rule


def test_rows_of_another_community_are_not_found(app, make):
    """Each route that names a row, asked by an official of one community for a row of another: 404, every method."""
    here, there = make.community(), make.community()
    official, guard = make.official(here), make.official(here, "supervision")
    strangers, asked = {}, 0
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "on", None) is None:
            continue
        row = strangers.setdefault(view.on, _visible_row(make, view.on, there))
        name = next(a for a in rule.arguments if a != "slug")
        with app.test_request_context():
            path = app.url_for(rule.endpoint, slug=here.slug, **{name: row.number if name == "number" else row.id})
        for method in rule.methods & {"GET", "POST"}:
            for who in (official, guard):
                status = make.browser(who, here).open(path, method).status_code
                assert status == 404, f"{method} {rule} shows another community's row ({status})"
                asked += 1
    assert asked > 60


def _visible_row(make, model, community):
    now = clock.now()
    if model is Proposal:
        return make.row(Proposal, community, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=now)
    if model is Poll:
        return make.row(
            Poll, community, state=PollState.NOTICED, rule={"kind": "yes_no", "options": []}, preset="STRAW"
        )
    if model.__tablename__ in ("report", "ruling"):
        return make.row(model, community, subject_kind="proposal")
    return make.row(model, community)


# -- the locks --------------------------------------------------------------------------------------------------------


def test_a_query_without_a_binding_raises(app):
    with app.app_context(), db.unbound(), pytest.raises(LookupError, match="binding"):
        db.session.scalars(select(Proposal)).all()


def test_a_row_cannot_be_written_into_another_community(make):
    here, there = make.community(), make.community()
    with make.inside(here):
        db.session.add(Proposal(community_id=there.id, number=1))
        with pytest.raises(LookupError, match="another community"):
            db.session.flush()


def test_two_bindings_never_stand_at_once(app, make):
    here, there = make.community(), make.community()
    with make.inside(here), pytest.raises(LookupError, match="never two"), db.as_community(there.id):
        pass


def test_a_superior_reads_published_rows_only(app, make):
    from app.score.models import ScoreEvidence, ScoreSnapshot

    region = make.region()
    inside, outside = make.community(region), make.community()
    make.row(ScoreSnapshot, inside)
    make.row(ScoreSnapshot, outside)
    with app.app_context(), db.as_superior(region.path):
        assert {row.community_id for row in db.session.scalars(select(ScoreSnapshot))} == {inside.id}
        with pytest.raises(LookupError):
            db.session.scalars(select(ScoreEvidence)).all()


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
    expected = {(name, "own", "ALL") for name in owned()}
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


# -- migrations -------------------------------------------------------------------------------------------------------


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


# -- query counts -----------------------------------------------------------------------------------------------------

LISTS = {
    "proposals/": (3, 5),
    "board/": (3, 5),
    "polls/": (3, 5),
    "volunteering/": (3, 5),
    "log": (3, 5),
    "ratings/": (3, 5),
}


class Counted:
    """How many statements were sent, BEGIN and COMMIT left out."""

    def __init__(self, *engines):
        self.engines, self.statements = set(engines), []

    def __enter__(self):
        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_):
        for engine in self.engines:
            event.remove(engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            self.statements.append(statement)


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_list_asks_the_same_few_questions_at_5_and_at_50_rows(app, make, address):
    signed_out, signed_in = LISTS[address]
    community = make.community()
    member = make.member(community)
    counts = {}
    for rows in (5, 45):
        _fill(make, community, member, rows)
        for who in (None, member):
            browser = make.browser(who, community)
            browser.get(address)
            with Counted(db.engines.app) as counted:
                assert browser.get(address).status_code == 200
            counts.setdefault(who is None, []).append(len(counted.statements))
    assert max(counts[True]) <= signed_out, counted.statements
    assert max(counts[False]) <= signed_in, counted.statements
    assert len(set(counts[True])) == len(set(counts[False])) == 1


def _fill(make, community, author, rows):
    now = clock.now()
    for _ in range(rows):
        make.row(Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, visible_at=now, state=State.OPEN)


def test_a_community_is_found_in_one_statement_however_many_there_are(app, make):
    community = make.community()
    with Counted(db.engines.app) as counted:
        make.browser(None, community).get("proposals/")
    assert sum("FROM community" in one for one in counted.statements) == 1
    assert Community.__tablename__ == "community"
