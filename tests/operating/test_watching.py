"""What a monitor and the operator are told: whether people can be served, what waits, what failed, and how much is answered."""

import os
import signal
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.operating import rounds
from app.outbox import jobs
from app.outbox import operations as outbox
from app.outbox.models import Job
from tenants import db
from tenants.engines import Engines
from tests.operating.commands import told
from tests.support.factories import Make
from tests.support.killing import environment
from tests.support.serving import bare_environment, flask, served, wait_until

MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(fresh_app, monkeypatch):
    """What is counted over all communities is counted in an instance of one's own."""
    monkeypatch.setattr(rounds, "_noted", [])
    monkeypatch.setitem(outbox.HANDLERS, "test.breaks", lambda: 1 / 0)
    return fresh_app


@pytest.fixture
def make(app):
    return Make(app)


def asked(make, path, **headers):
    answer = make.app.test_client().get(path, headers=headers)
    return answer.status_code, answer.text


def note_a_round(make, age):
    rounds._noted.clear()
    with make.app.app_context(), clock.at(clock.now() - age):
        rounds.note()


def ask_for(make, community, kind, due=None):
    with make.inside(community):
        outbox.enqueue(kind, due)
        db.commit()


# -- readyz -----------------------------------------------------------------------------------------------------------


def test_whether_a_worker_goes_round_is_said_and_stops_nobody(make):
    assert asked(make, "/readyz") == (
        200,
        "ready\nNo worker has ever gone round: nothing is counted, sent or published.",
    )
    note_a_round(make, age=MINUTE)
    status, said = asked(make, "/readyz")
    assert (status, "The worker's last round was at" in said, "nothing is counted" in said) == (200, True, False)
    note_a_round(make, age=30 * MINUTE)
    status, said = asked(make, "/readyz")
    assert (status, "nothing is counted" in said) == (200, True)


def test_what_is_overdue_and_what_failed_is_said_and_stops_nobody(make):
    community = make.community()
    ask_for(make, community, "polls.count", clock.now() - 5 * MINUTE)
    ask_for(make, community, "test.breaks")
    assert "overdue" in asked(make, "/readyz")[1]
    jobs.run_jobs(community.id)  # the count is of no poll there is: that fails too
    status, said = asked(make, "/readyz")
    assert status == 200
    assert "1 closings, counts or rolls are overdue: `flask --app wsgi jobs overdue`." in said
    assert "2 jobs failed: `flask --app wsgi jobs failed`." in said
    assert told(environment(make.app), "jobs", "failed", "--retry") == (
        0,
        "2 jobs are tried again by the worker's next round.",
    )


@pytest.mark.parametrize(("version", "word"), [("9999", "newer"), ("", "not set up")])
def test_a_database_of_another_version_is_not_ready(make, version, word):
    change = f"UPDATE alembic_version SET version_num = '{version}'" if version else "DELETE FROM alembic_version"
    with (db.engines.app if db.engines.is_sqlite else db.engines.owner).begin() as connection:
        connection.exec_driver_sql(change)
    status, said = asked(make, "/readyz")
    assert (status, word in said) == (503, True)
    assert asked(make, "/healthz") == (200, "ok")


def test_a_database_that_is_away_is_not_ready_and_the_process_lives(make, monkeypatch, tmp_path):
    nowhere = f"sqlite:///{tmp_path}/nowhere/a.db" if db.engines.is_sqlite else "postgresql+psycopg://a:b@127.0.0.1:9/c"
    with monkeypatch.context() as patch:
        patch.setattr(db, "engines", Engines(nowhere, nowhere, nowhere))
        assert asked(make, "/readyz")[0] == 503
        assert asked(make, "/healthz") == (200, "ok")
        assert "gongzhi_database_up 0.0" in asked(make, "/metrics")[1]
        for path in (
            "/",
            "/find",
            "/nothing/at/all",
            "/c/nowhere/",
            "/help/nothing",
        ):  # error pages need a database, too
            assert asked(make, path)[0] == 503, path
    assert asked(make, "/readyz")[0] == 200


# -- worker --once ----------------------------------------------------------------------------------------------------


def test_a_worker_that_does_what_is_due_once_ends_with_one_where_a_job_failed(make):
    community = make.community()
    ask_for(make, community, "polls.count")  # of no poll
    code, said = told(environment(make.app), "worker", "--once")
    assert (code, "1 jobs failed" in said) == (1, True), said
    assert told(environment(make.app), "worker", "--once")[0] == 0  # it waits for its next try
    with make.inside(community):
        db.session.execute(update(Job).values(due_at=clock.now()))
        db.commit()
    assert told(environment(make.app), "worker", "--once")[0] == 1  # and failed again


# -- metrics ----------------------------------------------------------------------------------------------------------


def figures(text):
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_what_waits_failed_and_is_overdue_and_the_workers_last_round_are_figures(make):
    community = make.community()
    note_a_round(make, age=MINUTE)
    ask_for(make, community, "polls.count", clock.now() - 5 * MINUTE)
    ask_for(make, community, "test.breaks", clock.now() - 5 * MINUTE)
    ask_for(make, community, "test.breaks", clock.now() + 5 * MINUTE)
    found = figures(asked(make, "/metrics")[1])
    assert found["gongzhi_database_up"] == 1
    assert (found["gongzhi_jobs_waiting"], found["gongzhi_jobs_failed"], found["gongzhi_jobs_overdue"]) == (2, 0, 1)
    assert found["gongzhi_worker_last_round_seconds"] == pytest.approx((clock.now() - MINUTE).timestamp(), abs=30)
    jobs.run_jobs(community.id)
    found = figures(asked(make, "/metrics")[1])
    assert (found["gongzhi_jobs_failed"], found["gongzhi_jobs_overdue"]) == (2, 1)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),  # a proxy on this machine
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer right"}, 200),
        ("203.0.113.9", {"Authorization": "Bearer wrong"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer "}, 404),
        ("203.0.113.9", {"Authorization": "Bearer réght"}, 404),
    ],
)
def test_figures_are_for_this_machine_or_whoever_has_the_token(make, monkeypatch, address, headers, status):
    monkeypatch.setitem(make.app.config, "SETTINGS", replace(make.app.config["SETTINGS"], metrics_token="right"))
    answer = make.app.test_client().get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_requests_errors_and_seconds_are_counted_over_all_processes_by_the_rule_of_their_route(make):
    """A real server of two processes; what one answered is told by whichever is asked."""
    community = make.community()
    environ = environment(make.app)
    db.engines.dispose()
    with served(environ) as site:
        for _ in range(30):
            site.get(f"/c/{community.slug}/board/")
        site.get("/nothing/here")
        for number in range(20):
            site.ask(f"MAKE{number}", "/find")

        def counted():
            return figures(site.get("/metrics")[1])

        route = 'method="GET",route="/c/<slug>/board/"'
        wait_until(lambda: counted().get(f'gongzhi_requests_total{{{route},status="200"}}') == 30, 10)
        found = counted()
        assert found['gongzhi_requests_total{method="GET",route="none",status="404"}'] == 1
        assert found['gongzhi_requests_total{method="other",route="none",status="405"}'] == 20
        assert not any("MAKE" in name for name in found)
        assert found[f"gongzhi_request_seconds_count{{{route}}}"] == 30
        assert found[f"gongzhi_request_seconds_sum{{{route}}}"] > 0
        wait_until(lambda: counted()["gongzhi_worker_last_round_seconds"] > 0, 20)
        assert community.slug not in site.get("/metrics")[1]
        assert not any("readyz" in name or "/metrics" in name for name in found)


@pytest.mark.sqlite_only
def test_what_the_dead_have_counted_stays_counted_and_their_files_are_taken_over(tmp_path, engine):
    """However many processes die: no figure goes back, and no file is left that nobody writes."""
    environ = bare_environment(tmp_path / "instance")
    assert flask(environ, "setup", "--no-demo").returncode == 0
    with served(environ) as site:
        folder, worker = tmp_path / "instance" / f"metrics-{site.port}", site.worker()

        def found():
            text = site.get("/metrics")[1]
            return figures(text).get('gongzhi_requests_total{method="GET",route="/find",status="200"}', 0)

        def are_counted(number):
            return lambda: found() == before + number

        files, before = {file.name for file in folder.iterdir()}, found()
        for times in (1, 2, 3):
            assert [site.status("/find") for _ in range(10)] == [200] * 10
            wait_until(are_counted(10 * times), 10)
            kill_those_of_people(site, worker)
        assert found() == before + 30
        assert {file.name for file in folder.iterdir()} == files


def kill_those_of_people(site, worker):
    dying = set(site.children()) - {worker}
    for pid in dying:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(set(site.children()) - dying - {worker}) == len(dying), 20)
    wait_until(lambda: site.status("/healthz") == 200, 20)


@pytest.mark.sqlite_only
def test_a_full_disk_ends_no_process(tmp_path, engine):
    """On a file system of its own: where there is no room pages say so, and what needs none is served. Needs root."""
    with small_disk(tmp_path / "disk") as disk:
        environ = bare_environment(disk / "instance")
        assert flask(environ, "setup", "--no-demo").returncode == 0
        with served(environ) as site:
            before = site.children()
            fill(disk)
            for _ in range(5):
                assert site.get("/healthz")[:2] == (200, "ok")
                assert {site.status(path) for path in ("/find", "/nothing", "/help/x", "/readyz")} <= {200, 404, 503}
            assert site.children() == before


@contextmanager
def small_disk(folder):
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("not tried: nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk):
    with suppress(OSError), (disk / "filling").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def test_a_last_round_written_while_the_clock_was_ahead_hides_no_missing_worker(make):
    note_a_round(make, age=-60 * 24 * MINUTE)
    status, said = asked(make, "/readyz")
    assert (status, "nothing is counted" in said) == (200, True), said
    with make.app.app_context():
        rounds.note()  # the same worker, whose clock was set right
    assert "nothing is counted" not in asked(make, "/readyz")[1]
