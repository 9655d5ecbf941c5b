"""Two things at once, each held at a chosen statement until the other is through."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from app.board.models import Notice
from app.core import clock
from app.outbox import jobs
from app.polls import operations
from app.polls.models import Elector, Poll, PollResult, PollState
from app.polls.rule import read_hash
from tenants import db
from tests.polls.steps import DAY, closed, open_poll, voted

pytestmark = pytest.mark.postgresql_only  # on SQLite whoever writes waits for whoever writes


@contextmanager
def stopped(thread, statement):
    """`thread` stands still before `statement`; gives (it stands there, let it go)."""
    reached, go = threading.Event(), threading.Event()

    def stop(_connection, _cursor, sent, *_):
        if threading.current_thread().name == thread and statement in sent and not reached.is_set():
            reached.set()
            go.wait(20)

    event.listen(db.engines.app, "before_cursor_execute", stop)
    yield reached, go
    event.remove(db.engines.app, "before_cursor_execute", stop)


def beside(name, call):
    """`call` in a thread of that name; gives the thread and where its answer will stand."""
    answers = []
    thread = threading.Thread(name=name, target=lambda: answers.append(call()))
    thread.start()
    return thread, answers


@pytest.fixture
def last_vote(make, town):
    """Ten have voted; the eleventh is on the way while the vote closes."""
    poll = open_poll(make, town)
    voted(make, town, poll, ["no"] * 10)
    browser = make.browser(town[1][11], town[0])

    def vote():
        with clock.at(poll.closes_at - timedelta(milliseconds=5)):
            form = {"choice": "yes", "step": "cast"}
            return browser.client.post(browser.path(f"polls/{poll.number}/ballot"), data=form).status_code

    def count():
        with make.app.app_context(), clock.at(poll.closes_at + timedelta(milliseconds=1)):
            jobs.run_jobs(town[0].id)

    return poll, vote, count


def is_counted(make, town, poll):
    """Whether the eleventh vote was; what is shown as cast and what is counted are the same."""
    with make.inside(town[0]):
        result = db.session.scalars(select(PollResult.result).where(PollResult.poll_id == poll.id)).one()
        mine = select(Elector.membership_id).where(
            Elector.poll_id == poll.id, Elector.unit_id == town[1][11].household_id
        )
        assert (result["participants"] == 11) == (db.session.scalars(mine).one() is not None)
    return result["participants"] == 11


def test_a_vote_that_comes_while_the_count_runs_is_refused_and_not_shown_as_cast(make, town, last_vote):
    poll, vote, count = last_vote
    with stopped("counter", "INSERT INTO ballot") as (reached, go):
        counter, _ = beside("counter", count)
        assert reached.wait(10)
        voter, answers = beside("voter", vote)
        voter.join(1)
        assert voter.is_alive()  # it waits for the count
        go.set()
        counter.join()
        voter.join()
    assert answers == [409]
    assert not is_counted(make, town, poll)


def test_a_vote_that_the_count_overtook_is_refused_and_not_shown_as_cast(make, town, last_vote):
    poll, vote, count = last_vote
    with stopped("voter", "UPDATE elector") as (reached, go):
        voter, answers = beside("voter", vote)
        assert reached.wait(10)
        count()
        go.set()
        voter.join()
    assert answers == [409]
    assert not is_counted(make, town, poll)


def test_a_vote_that_is_in_but_not_final_is_waited_for_and_counted(make, town, last_vote):
    poll, _, count = last_vote
    with make.inside(town[0]), clock.at(poll.closes_at - timedelta(milliseconds=5)):
        row = db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()
        operations.cast(make.visitor(town[1][11], town[0]), row, ["yes"])
        counter, _ = beside("counter", count)
        counter.join(1)
        assert counter.is_alive()
        db.commit()
    counter.join()
    assert is_counted(make, town, poll)


def test_two_of_the_committee_give_notice_once_and_the_first_vote_is_counted(make, town):
    community, people, official = town
    now, second = clock.now(), make.official(community)
    with make.inside(community):
        question = operations.Question("STRAW", "Q", "x", now, now + 5 * DAY)
        poll = operations.draft(make.visitor(official, community), question)
        read = read_hash(poll, community)
        db.commit()

    def give(who):
        browser = make.browser(who, community)
        return browser.client.post(
            browser.path(f"polls/{poll.number}/notice"), data={"read": read, "sure": "yes"}
        ).status_code

    with stopped("slow", "INSERT INTO job") as (reached, go):
        slow, answers = beside("slow", lambda: give(second))
        assert reached.wait(10)
        fast, others = beside("fast", lambda: give(official))
        fast.join(1)
        go.set()
        slow.join()
        fast.join()
    assert answers + others == [303, 409]
    voted(make, town, poll, ["yes"])
    closed(town, poll)
    with make.inside(community):
        told = select(func.count()).select_from(Notice).where(Notice.subject_number == poll.number)
        assert db.session.scalar(told) == 2  # the notice and the result
        assert db.session.scalars(select(Poll.state).where(Poll.id == poll.id)).one() is PollState.PUBLISHED
