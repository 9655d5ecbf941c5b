"""Jobs: written with what asked for them, done once by several workers, taken up again after kill -9."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.notifications.models import Notification
from app.operating import worker
from app.outbox import jobs
from app.outbox import operations as outbox
from app.outbox.models import Job, JobState
from app.score.models import ScoreDirty, ScoreEvidence
from tenants import db
from tests.support.factories import Make

ROOT = Path(__file__).resolve().parent.parent


@outbox.handler("test.tell")
def _tell(number: int) -> None:
    db.session.add(
        Notification(membership_id=db.community_id, kind="test", subject_number=number, created_at=clock.now())
    )


@outbox.handler("test.fail")
def _fail() -> None:
    db.session.add(Notification(membership_id=db.community_id, kind="half", created_at=clock.now()))
    db.session.flush()
    raise RuntimeError("no")


def told(make, community):
    with make.inside(community):
        return db.session.scalars(select(Notification.subject_number).order_by(Notification.subject_number)).all()


def test_a_job_exists_exactly_if_what_asked_for_it_does(make):
    community = make.community()
    with make.inside(community):
        outbox.enqueue("test.tell", number=1)
        db.session.flush()
        db.session.rollback()
    with make.inside(community):
        outbox.enqueue("test.tell", number=2)
        outbox.enqueue("test.tell", clock.now() + timedelta(hours=1), number=3)
        db.commit()
    jobs.run_jobs(community.id)
    assert told(make, community) == [2]


def test_four_workers_do_forty_jobs_once_each(make):
    community = make.community()
    with make.inside(community):
        for number in range(40):
            outbox.enqueue("test.tell", number=number)
        db.commit()
    threads = [threading.Thread(target=jobs.run_jobs, args=(community.id,)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert told(make, community) == list(range(40))


def test_a_failing_job_leaves_nothing_half_done_is_tried_later_and_given_up(make):
    community = make.community()
    with make.inside(community):
        outbox.enqueue("test.fail")
        db.commit()
    moment = clock.now()
    for _ in range(jobs.TERMS.tries + 2):
        with clock.at(moment):
            jobs.run_jobs(community.id)
        moment += timedelta(hours=2)
    with make.inside(community):
        job = db.session.scalars(select(Job)).one()
        assert (job.state, job.tries, job.error) == (JobState.FAILED, jobs.TERMS.tries, "RuntimeError")
        assert not db.session.scalar(select(func.count()).select_from(Notification))


def test_what_people_wait_for_is_never_given_up_and_tried_every_hour(make, monkeypatch):
    """A count that could not be made for days is made once the operator has repaired what was wrong."""
    community = make.community()
    for kind in ("polls.open", "polls.count", "ratings.count"):
        monkeypatch.setitem(outbox.HANDLERS, kind, lambda: 1 / 0)
        with make.inside(community):
            outbox.enqueue(kind)
            db.commit()
    moment = clock.now()
    for _ in range(30):
        with clock.at(moment):
            jobs.run_jobs(community.id)
        moment += timedelta(minutes=61)
    with make.inside(community):
        left = db.session.scalars(select(Job)).all()
        assert {(job.state, job.tries) for job in left} == {(JobState.WAITING, 30)}
        assert len(left) == 3


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.WAITING])
def test_a_lease_or_a_pause_written_while_the_clock_was_a_day_ahead_is_taken_over(make, state):
    community, tomorrow = make.community(), clock.now() + timedelta(days=1)
    times = {JobState.RUNNING: {"leased_until": tomorrow}, JobState.WAITING: {"due_at": tomorrow}}[state]
    make.row(
        Job, community, kind="test.tell", payload={"number": 7}, state=state, tries=1, **{"due_at": clock.now()} | times
    )
    make.row(Job, community, kind="test.tell", payload={"number": 8}, due_at=tomorrow)  # not begun: due when it says
    jobs.run_jobs(community.id)
    assert told(make, community) == [7]


def test_a_lease_that_ran_out_is_taken_up_again(make):
    community = make.community()
    make.row(
        Job,
        community,
        kind="test.tell",
        payload={"number": 7},
        state=JobState.RUNNING,
        leased_until=clock.now() - timedelta(minutes=1),
    )
    jobs.run_jobs(community.id)
    assert told(make, community) == [7]


SCRIPT = """
import sys, time
from app.outbox import jobs
from app.outbox import operations as outbox
from tests import test_worker
from wsgi import app
import uuid
slow = test_worker._tell
def handler(number):
    slow(number)
    test_worker.db.session.flush()
    print(number, flush=True)
    time.sleep(0.05)
outbox.HANDLERS["test.tell"] = handler
with app.app_context():
    jobs.run_jobs(uuid.UUID(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_worker_killed_in_the_middle_of_a_job_loses_and_doubles_nothing(app, make, after):
    community = make.community()
    with make.inside(community):
        for number in range(8):
            outbox.enqueue("test.tell", number=number)
        db.commit()
    settings = app.config["SETTINGS"]
    environ = {
        **os.environ, "INSTANCE_PATH": str(settings.instance), "DATABASE_URL": settings.database_url,
        "DATABASE_SUPERIOR_URL": settings.database_superior_url or "", "DATABASE_READER_URL": settings.database_reader_url or "",
        "SECRET_KEY": settings.secret_key, "FIELD_KEYS": settings.field_keys, "BLIND_INDEX_KEY": settings.blind_index_key,
        "CLOSING_KEY": str(settings.closing_key), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(community.id)], env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for _ in range(after):
        assert child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.1)
    with clock.at(clock.now() + jobs.TERMS.lease + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    assert told(make, community) == list(range(8))


@pytest.fixture
def away(fresh_app):
    """A community whose rows cannot be read, as where the node of a cluster that holds them is away."""
    make = Make(fresh_app)
    community = make.community()
    with db.engines.owner.begin() as connection:
        for table in ("job", "score_dirty", "poll", "rating_round"):
            mine = f"community_id = '{community.id}'"
            broken = f"CASE WHEN {mine} THEN length(community_id::text) / 0 = 1 ELSE true END"
            connection.exec_driver_sql(f"CREATE POLICY away ON {table} AS RESTRICTIVE FOR SELECT USING ({broken})")
    return make, community


@pytest.mark.postgresql_only
def test_one_node_that_is_away_stops_only_its_own_communities(away):
    make, broken = away
    well = [make.community() for _ in range(2)]
    for number, community in enumerate([broken, *well]):
        with make.inside(community):
            outbox.enqueue("test.tell", number=number)
            db.session.add(ScoreDirty())
            db.session.commit()
    assert worker.run_once() == 2 * len(well)
    assert [told(make, community) for community in well] == [[1], [2]]
    for community in well:
        with make.inside(community):
            assert db.session.scalars(select(ScoreEvidence)).all()
            assert not db.session.scalars(select(ScoreDirty)).all()
    assert told(make, broken) == []
    with db.engines.owner.begin() as connection:  # the node is back
        for table in ("job", "score_dirty", "poll", "rating_round"):
            connection.exec_driver_sql(f"DROP POLICY away ON {table}")
    worker.run_once()
    assert told(make, broken) == [0]


@pytest.mark.postgresql_only
def test_a_run_of_the_score_goes_on_with_the_others_and_says_whose_node_was_away(away):
    make, broken = away
    well = [make.community() for _ in range(2)]
    with make.inside(broken):
        db.session.add(ScoreDirty())
        db.session.commit()
    ran = make.app.test_cli_runner().invoke(args=["score", "run", "--all"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout) == {"communities": len(well), "period": "running", "away": [broken.code]}
    assert f"Away and not done: {broken.code}." in ran.stderr
    for community in well:
        with make.inside(community):
            assert db.session.scalars(select(ScoreEvidence)).all()
