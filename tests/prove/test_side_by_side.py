"""Two servers, each with its worker, on one database, and backups taken while people vote: as if there were one of each."""

import random
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import sealing
from app.demo.telling import again
from app.polls.closing import seal_of
from app.polls.models import Elector, Poll
from tenants import db
from tests.operating.commands import opened
from tests.operating.test_copies import elsewhere
from tests.polls.test_killed import Vote
from tests.prove.voters import ANSWERS, Site, votes_until
from tests.support.factories import Make
from tests.support.killing import environment
from tests.support.serving import Served, flask, wait_until

pytestmark = pytest.mark.prove
SECONDS, PATIENCE = 30, 45
CLIENTS, VOTERS, BACKUPS = 8, 48, 3


def copies_until(ends, environ, folder, site):
    """Backups taken meanwhile, each with what may lie in the envelopes of each voter at that moment."""
    taken = []
    while len(taken) < BACKUPS and time.monotonic() < ends:
        begun, may = len(site.sent), {voter: set(choices) for voter, choices in site.vote.may.items()}
        copy = folder / f"copy {len(taken)}"
        done = flask(environ, "backup", str(copy))
        assert done.returncode == 0, done.stderr
        for voter, choice in site.sent[begun:]:
            may[voter].add(choice)
        taken.append((copy, may))
    return taken


def envelopes_of(environ, vote):
    """What lies in them in a copy that was put back, opened with the key that is outside of it."""
    with opened(environ) as other, other.app_context(), db.as_community(vote.community.id):
        poll = again(Poll, vote.poll)
        key = seal_of(poll).private()
        rows = db.session.scalars(select(Elector).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None)))
        return {row.membership_id: sealing.open_all(key, [row.sealed])[0]["choice"][0] for row in rows}


@contextmanager
def running(servers):
    try:
        [server.start() for server in servers]
        yield
    finally:
        [server.stop() for server in servers]


def test_two_servers_and_their_workers_are_as_one_and_each_copy_is_of_one_moment(own, engine, tmp_path, request):
    app, cluster = own
    vote, environ = Vote(Make(app), VOTERS), environment(app)
    vote.again(closes=timedelta(seconds=SECONDS + PATIENCE))
    servers = Served(environ), Served(environ)
    site = Site(vote, *servers)
    vote._leave()
    with running(servers):
        ends = time.monotonic() + SECONDS
        shares = [vote.voters[n::CLIENTS] for n in range(CLIENTS)]
        people = [
            threading.Thread(target=votes_until, args=(ends, site, share, random.Random(n)))
            for n, share in enumerate(shares)
        ]
        [one.start() for one in people]
        copies = copies_until(ends, environ, tmp_path, site)
        [one.join() for one in people]
    assert site.seen <= ANSWERS - {0}, site.seen
    assert (vote.look() > VOTERS / 2, len(copies)) == (True, BACKUPS)
    for number, (copy, may) in enumerate(copies):
        there = elsewhere(app, request, tmp_path / f"{engine}_{number}" / "there", cluster)
        restored = flask(there, "restore", str(copy))
        assert restored.returncode == 0, restored.stderr
        found = envelopes_of(there, vote)
        assert [voter.id for voter in vote.voters if found.get(voter.id) not in may[voter.id]] == []
    result = f"/c/{vote.community.slug}/polls/{vote.poll.number}/result.json"
    with running(servers):  # one of the two workers counts, at the time
        wait_until(lambda: all(server.status(result) == 200 for server in servers), 3 * PATIENCE)
    assert vote.is_counted()
