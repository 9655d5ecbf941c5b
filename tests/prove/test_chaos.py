"""Three minutes of deaths: HTTP processes, the worker, the main process and PostgreSQL end at random while people vote.

What was acknowledged is there afterwards, what is there was sent, the vote is counted once, and nobody ever saw a broken page.
"""

import hashlib
import os
import random
import signal
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
from itsdangerous import URLSafeTimedSerializer

from app.core import clock
from app.outbox import jobs
from tenants import db
from tests.polls.test_killed import CHOICES, Vote
from tests.support import postgres
from tests.support.factories import Make
from tests.support.instances import Stock, application
from tests.support.killing import environment
from tests.support.serving import Served, is_cut, wait_until

pytestmark = pytest.mark.prove
SECONDS = float(os.environ.get("PROVE_SECONDS", "180"))
CLIENTS, VOTERS = 16, 96  # as many people that none of them is asked to slow down
ANSWERS = {303, 503, 0}  # the vote is in; try again in a moment; nobody there


@pytest.fixture
def own(engine, tmp_path):
    """An application with a database of its own that writes as in production, and the server of that database."""
    cluster = postgres.start(durable=True) if engine == "postgresql" else None
    (tmp_path / "stock").mkdir()
    stock = Stock(tmp_path / "stock", lambda: cluster)
    try:
        yield application(stock.copy("empty", engine, tmp_path / "instance", "chaos")), cluster
    finally:
        db.end_request()
        db.engines.dispose()
        if cluster is not None:
            cluster.stop()


class Site:
    """The vote's people, on a real server: requests with all that a browser sends."""

    def __init__(self, vote, served):
        self.vote, self.served, self.seen, self.acknowledged = vote, served, set(), 0
        app = vote.app
        raw = hashlib.sha256(os.urandom(32)).hexdigest()
        self.token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
        signer = app.session_interface.get_signing_serializer(app)
        self.cookies = {
            voter.id: "gongzhi=" + signer.dumps({"_user_id": vote.make._login(voter.account_id).id.hex, "_fresh": True, "csrf_token": raw})
            for voter in vote.voters
        }  # fmt: skip

    def cast(self, voter, choice):
        may = self.vote.may[voter.id]
        self.vote.may[voter.id] = may | {choice}  # from here on it may be there, and need not
        self.vote.asked.add(voter.id)
        status = self._post(voter, urlencode({"choice": choice, "step": "cast", "csrf_token": self.token}))
        self.seen.add(status)
        if status == 303:
            self.vote.may[voter.id] = {choice}  # answered: now it must be there
            self.acknowledged += 1

    def _post(self, voter, body):
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        address = f"/c/{self.vote.community.slug}/polls/{self.vote.poll.number}/ballot"
        headers = {"Cookie": self.cookies[voter.id], "Content-Type": "application/x-www-form-urlencoded"}
        with suppress(OSError, HTTPException):
            try:
                connection.request("POST", address, body, headers)
                return connection.getresponse().status
            finally:
                connection.close()
        return 0


def votes_until(ends, site, voters, chance):
    while time.monotonic() < ends:
        site.cast(chance.choice(voters), chance.choice(CHOICES))
        time.sleep(chance.random() / 4)


def kills_until(ends, served, cluster, chance):
    """Each death at a moment nobody chose; what has a keeper is left to it, the rest is started again."""
    died = dict.fromkeys(("http", "worker", "main", "database"), 0)
    while time.monotonic() < ends:
        time.sleep(chance.uniform(0.5, 4))
        what = chance.choice(("http", "http", "worker", "main", "database" if cluster else "http"))
        with suppress(ProcessLookupError, FileNotFoundError):
            if what in ("http", "worker"):
                worker = served.worker()
                children = [pid for pid in served.children() if (pid == worker) == (what == "worker")]
                os.kill(chance.choice(children), signal.SIGKILL)
            elif what == "main":
                served.process.kill()
                served.process.wait()
                served.start()
            else:
                cluster.crash()
                time.sleep(chance.random())
                cluster.start_again()
            died[what] += 1
    return died


def test_no_vote_is_lost_or_doubled_whatever_dies(own, engine):
    app, cluster = own
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    vote = Vote(Make(app), VOTERS)
    served = Served(environment(app))
    site = Site(vote, served)
    vote._leave()
    served.start()
    try:
        ends = time.monotonic() + SECONDS
        shares = [vote.voters[n::CLIENTS] for n in range(CLIENTS)]
        people = [
            threading.Thread(target=votes_until, args=(ends, site, share, random.Random(seed + n)))
            for n, share in enumerate(shares)
        ]
        [one.start() for one in people]
        died = kills_until(ends, served, cluster, chance)
        [one.join() for one in people]
    finally:
        served.stop()
    print(f"{site.acknowledged} votes acknowledged, {died}")
    assert site.seen <= ANSWERS, site.seen
    assert site.acknowledged > SECONDS
    assert all(died[what] for what in ("http", "worker", "main")), died
    assert vote.look() > VOTERS / 2
    with clock.at(vote.poll.closes_at + timedelta(minutes=1)):
        for _ in range(3):  # counted once, however often one asks
            jobs.run_jobs(vote.community.id)
    assert vote.is_counted()


def test_two_hundred_slow_sockets_stop_nobody(own, engine):
    served = Served(environment(own[0]))
    served.start()
    try:
        head = b"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        slow = [served.open(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ") for _ in range(200)]
        slow += [served.open(head + b"Content-Length: 1000\r\n\r\nabcde") for _ in range(4)]
        opened = time.monotonic()
        took = sorted(served.get("/find")[2] for _ in range(300))
        assert took[-3] < 1, took[-5:]
        wait_until(lambda: all(map(is_cut, slow)), max(0.1, 20 - (time.monotonic() - opened)))
    finally:
        served.stop()
