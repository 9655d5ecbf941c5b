"""Many who write at once: each has a turn, and nobody's is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from tenants import db
from tenants.models import Counter

WRITERS, TIMES = 16, 12


def test_of_sixteen_who_write_at_once_each_has_its_turns(app, make):
    """How long they wait is measured by the benchmark."""
    community = make.community()
    adding = update(Counter).where(Counter.community_id == community.id, Counter.kind == "proposal")

    def write():
        for _ in range(TIMES):
            with make.inside(community):
                db.changed(adding.values(last=Counter.last + 1))
                db.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        for written in [pool.submit(write) for _ in range(WRITERS)]:
            written.result()
    with make.inside(community):
        start = community_start(make, community)
        assert db.session.scalar(select(Counter.last).where(Counter.kind == "proposal")) == start + WRITERS * TIMES


def community_start(make, community):
    """Where the factories let its numbers begin."""
    return db.session.scalar(select(Counter.last).where(Counter.kind == "notice"))


@pytest.mark.postgresql_only
def test_a_count_of_tries_does_not_wait_for_the_disk_but_a_vote_does(app, engine):
    """Where the setting comes from is asked: this server's own default is off for tests."""
    asked = "SELECT setting, source FROM pg_settings WHERE name = 'synchronous_commit'"
    with db.engines.counting.connect() as connection:
        assert tuple(connection.exec_driver_sql(asked).one()) == ("off", "client")
    with db.engines.app.connect() as connection:
        assert connection.exec_driver_sql(asked).one().source == "command line"
