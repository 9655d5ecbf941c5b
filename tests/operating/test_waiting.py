"""How long anyone waits for the database: a page says within five seconds that it cannot be shown, the others do not wait."""

import os
import signal
import sqlite3
import time
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, select

from app.community.models import Membership
from app.operating import worker
from app.outbox import operations as outbox
from app.outbox.models import Job
from app.proposals.models import Proposal
from app.web import limits
from tenants import db, time_limits
from tests.support import postgres
from tests.support.factories import Make
from tests.support.instances import Stock, application

SOON = 8  # seconds of grace on a machine that runs other tests beside


def timed(call):
    begun = time.monotonic()
    answer = call()
    return answer.status_code, time.monotonic() - begun


@contextmanager
def locked(app, table):
    """Another program holds what a writer of this table needs."""
    url = db.engines.app.url
    if db.engines.is_sqlite:
        with closing(sqlite3.connect(url.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with psycopg.connect(host=url.host, port=url.port, user="postgres", dbname=url.database) as other:
            other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()


FORM = {"title": "路灯", "text": "灯坏了", "category": "lamp", "place": "三号楼"}


def test_what_needs_a_locked_table_is_refused_in_time_and_the_rest_is_served(app, make, community, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    browser = make.browser(make.member(community), community)
    browser.get("board/")
    with locked(app, "proposal"):
        status, seconds = timed(lambda: browser.post("proposals/new?kind=request", **FORM))
        assert status == 503
        assert seconds < 5 + SOON
        for path in ("board/", "/healthz", "/readyz"):
            status, seconds = timed(lambda path=path: browser.get(path))
            assert status == 200, path
            assert seconds < SOON, path
    assert browser.get("proposals/").status_code == 200


def test_a_locked_count_stops_nobody(app, make, community, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    with locked(app, "rate_count"):
        status, seconds = timed(lambda: make.browser().post("/language", locale="en"))
    assert status == 303
    assert seconds < SOON


@pytest.fixture
def own_server(tmp_path):
    """An application on a PostgreSQL of its own, which may be stopped and ended."""
    if postgres.find_binaries() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed")
    cluster = postgres.start()
    (tmp_path / "stock").mkdir()
    try:
        stock = Stock(tmp_path / "stock", lambda: cluster)
        app = application(stock.copy("empty", "postgresql", tmp_path / "instance", "own"))
        yield app, cluster
    finally:
        db.end_request()
        db.engines.dispose()
        cluster.stop()


def processes(cluster):
    main = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    listed = Path(f"/proc/{main}/task/{main}/children").read_text()
    return [main, *map(int, listed.split())]


def test_a_database_that_stands_still_is_said_in_time_and_served_again(own_server):
    app, cluster = own_server
    make = Make(app)
    community = make.community()
    browser = make.browser(make.member(community), community)
    assert browser.get().status_code == 200
    stopped = processes(cluster)
    [os.kill(pid, signal.SIGSTOP) for pid in stopped]
    try:
        for _ in range(2):  # on a connection that stood open, and on a new one
            status, seconds = timed(browser.get)
            assert status == 503
            assert seconds < 5 + SOON
        status, seconds = timed(lambda: browser.get("/healthz"))
        assert (status, seconds < SOON) == (200, True)
    finally:
        [os.kill(pid, signal.SIGCONT) for pid in stopped]
    assert browser.get().status_code == 200


def test_the_first_page_after_the_database_was_restarted_is_served(own_server):
    app, cluster = own_server
    make = Make(app)
    community = make.community()
    browser = make.browser(make.member(community), community)
    browser.get()
    cluster.restart()
    assert browser.get().status_code == 200
    cluster.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'gongzhi%'")
    time.sleep(0.2)
    assert browser.get().status_code == 200


@pytest.mark.postgresql_only
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_database_that_dies_between_the_last_question_and_the_end_is_a_page(app, make, community, method, engine):
    """The connection is ended by the server while the page is drawn; what a page had is shown, what was sent is not lost
    silently."""
    browser = make.browser(make.member(community), community)
    admin = db.engines.app.url

    def end_it(connection, cursor, statement, *_):
        if "proposal" in statement and statement.startswith(("SELECT", "INSERT")):
            pid = connection.connection.dbapi_connection.info.backend_pid
            with psycopg.connect(host=admin.host, port=admin.port, user="postgres", dbname=admin.database) as other:
                other.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])

    event.listen(db.engines.app, "after_cursor_execute", end_it)
    try:
        answer = browser.get("proposals/") if method == "get" else browser.post("proposals/new?kind=request", **FORM)
    finally:
        event.remove(db.engines.app, "after_cursor_execute", end_it)
    assert answer.status_code in ((200, 503) if method == "get" else (503,))
    assert "<h1" in answer.text
    assert browser.get("proposals/").status_code == 200


@pytest.mark.postgresql_only
def test_a_locked_table_holds_up_no_work_that_does_not_need_it(fresh_app, monkeypatch, engine):
    """What needs it fails after a while and is tried again later; the worker goes on."""
    monkeypatch.setattr(time_limits, "WORK", 1)
    monkeypatch.setitem(outbox.HANDLERS, "test.needs_it", lambda: db.session.scalars(select(Proposal)).all())
    monkeypatch.setitem(outbox.HANDLERS, "test.does_not", lambda: db.session.scalars(select(Membership)).all())
    make = Make(fresh_app)
    places = [make.community(), make.community()]
    for kind, place in product(("test.needs_it", "test.does_not"), places):
        with make.inside(place):
            outbox.enqueue(kind)
            db.commit()
    db.engines.dispose()
    begun = time.monotonic()
    with locked(fresh_app, "proposal"), fresh_app.app_context():
        worker.run_once()
    assert time.monotonic() - begun < 2 * 1 + SOON
    for place in places:
        with make.inside(place):
            [left] = db.session.scalars(select(Job)).all()
            assert (left.kind, left.error) == ("test.needs_it", "OperationalError")


@pytest.mark.postgresql_only
@pytest.mark.parametrize("table", ["job", "instance", "community", "login_session", "rate_count", "alembic_version"])
def test_who_watches_is_answered_whatever_table_is_locked(app, make, community, table, engine):
    with locked(app, table):
        for path, seconds in (("/healthz", 1), ("/readyz", 5), ("/metrics", 5)):
            status, took = timed(lambda path=path: app.test_client().get(path))
            assert status in ((200, 503) if path == "/readyz" else (200,)), path
            assert took < seconds + SOON, path


@pytest.mark.sqlite_only
def test_what_is_acknowledged_is_on_the_disk(app, engine):
    """PostgreSQL does so by itself; SQLite syncs its log at each commit when told to."""
    with db.engines.writing.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
