"""Three minutes of deaths: HTTP processes, the worker, the main process and PostgreSQL end at random while people vote.

What was acknowledged is there afterwards, what is there was sent, the vote is counted once, and nobody ever saw a broken page.
"""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from app.core import clock
from app.outbox import jobs
from tests.polls.test_killed import Vote
from tests.prove.voters import ANSWERS, Site, votes_until
from tests.support.factories import Make
from tests.support.killing import environment
from tests.support.serving import Served, is_cut, wait_until

pytestmark = pytest.mark.prove
SECONDS = float(os.environ.get("PROVE_SECONDS", "180"))
CLIENTS, VOTERS = 16, 96  # as many people that none of them is asked to slow down


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
