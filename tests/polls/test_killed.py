"""kill -9 while votes are cast and while they are counted: a ballot is whole or not there, a result is one."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, text

from app.board.models import Notice, NoticeKind
from app.core import clock, sealing
from app.core.closing_key import KeyGone
from app.demo.telling import again
from app.outbox import jobs
from app.outbox.models import Job
from app.polls import export, operations, queries
from app.polls.closing import seal_of
from app.polls.models import Ballot, Elector, Participation, Poll, PollResult, PollState
from tenants import db
from tests.polls.steps import OWN_RULES, noticed
from tests.support.factories import Make
from tests.support.killing import Mother

ROUNDS = 30  # deaths at random moments; those at each step are counted by the steps
DAY = timedelta(days=1)
LATER = jobs.TERMS.lease + timedelta(minutes=1)
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
CHOICES = ("yes", "no", "abstain")


@pytest.fixture
def make(fresh_app):
    return Make(fresh_app)


@pytest.fixture
def mother(fresh_app):
    with Mother(fresh_app) as mother:
        yield mother


class Vote:
    """An open vote, its voters, and for each of them what may be found in their envelope."""

    def __init__(self, make, voters):
        self.make, self.app = make, make.app
        self.community = make.community(**OWN_RULES)
        self.official = make.official(self.community)
        self.voters = make.members(self.community, voters)
        self.cookies = {one.id: self._cookie(one) for one in self.voters}
        self.again()

    def again(self, closes=5 * DAY):
        """A new vote of the same people, which closes after this time; the roll is made by the first who votes."""
        now = clock.now()
        with clock.at(now - 9 * DAY), self.make.inside(self.community):
            question = operations.Question("COMM-HH", "并为五个点", "试行六十天", now - DAY, now + closes)
            self.poll = noticed(self.make.visitor(self.official, self.community), question)
            db.commit()
        self.may, self.asked = {one.id: {None} for one in self.voters}, set()
        self._leave()

    def _cookie(self, voter):
        login = self.make._login(voter.account_id)
        signer = self.app.session_interface.get_signing_serializer(self.app)
        return f"gongzhi={signer.dumps({'_user_id': login.id.hex, '_fresh': True})}; locale=en"

    def cast(self, port, voter, choice):
        """One real request; True where the answer said that the vote is in."""
        self.may[voter.id] = self.may[voter.id] | {choice}  # from here on it may be there, and need not
        self.asked.add(voter.id)
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        address = f"/c/{self.community.slug}/polls/{self.poll.number}/ballot"
        headers = {"Cookie": self.cookies[voter.id], "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", address, urlencode({"choice": choice, "step": "cast"}), headers)
            answer = connection.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        assert (answer.status, answer.headers["Location"]) == (303, address)
        self.may[voter.id] = {choice}  # answered: now it must be there
        return True

    def look(self):
        """Every row is wholly cast or wholly not, as answered, and shown so; how many are cast."""
        self._wait_for_the_dead()
        with self.make.inside(self.community):
            poll = again(Poll, self.poll)
            rows = {row.unit_id: row for row in db.session.scalars(select(Elector).where(Elector.poll_id == poll.id))}
            turnout = queries.turnout(poll)
        whole = len(self.voters) if poll.roll_made_at else 0
        assert (len(rows), poll.units) == (whole, whole)
        key = seal_of(poll).private()
        for voter in self.voters:
            row = rows.get(voter.household_id)
            found = None
            if row is not None and row.membership_id is not None:
                assert row.membership_id == voter.id
                [found] = sealing.open_all(key, [row.sealed])[0]["choice"]
            assert row is None or (row.sealed is None) == (row.membership_id is None)
            assert found in self.may[voter.id]
            if voter.id in self.asked:
                assert self._page_says_voted(voter) == (found is not None)
            self.may[voter.id] = {found}
        self.asked.clear()
        cast = sum(found != {None} for found in self.may.values())
        assert turnout == (cast, cast)
        self._leave()
        return cast

    def _page_says_voted(self, voter):
        browser = self.make.browser(voter, self.community, locale="en")
        done = browser.get(f"polls/{self.poll.number}/ballot")
        says = "Your vote is in" in browser.get(f"polls/{self.poll.number}").text
        assert says == (done.status_code == 200)
        return says

    def _wait_for_the_dead(self):
        """PostgreSQL finishes what a killed client had sent before it hangs up; SQLite cleans up when it is opened."""
        with db.engines.app.connect() as connection:
            if db.engines.is_sqlite:
                assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
                return
            deadline = time.monotonic() + 20
            while connection.scalar(text(OTHERS)):
                assert time.monotonic() < deadline, "a killed client's connection stays open"
                connection.rollback()  # the view stands still inside a transaction
                time.sleep(0.002)

    def _leave(self):
        """The victim alone has the database open: on SQLite the next to open it must clean up after the dead."""
        db.end_request()
        db.engines.dispose()

    def fill(self, count):
        """Votes of the first `count` voters, by the operation."""
        with self.make.inside(self.community):
            poll = again(Poll, self.poll)
            for place, voter in enumerate(self.voters[:count]):
                operations.cast(self.make.visitor(voter, self.community), poll, [CHOICES[place % 3]])
                self.may[voter.id] = {CHOICES[place % 3]}
            db.commit()
        self._leave()

    def is_counted(self):
        """Wholly uncounted, with nothing of a result there, or wholly counted, with one of everything."""
        self._wait_for_the_dead()
        chosen = sorted(choice for [choice] in self.may.values() if choice)
        with self.make.inside(self.community):
            poll = again(Poll, self.poll)
            ballots = db.session.scalars(select(Ballot.choice).where(Ballot.poll_id == poll.id)).all()
            sealed = select(Elector.id).where(Elector.poll_id == poll.id, Elector.sealed.is_not(None))
            told = select(Notice.id).where(Notice.kind == NoticeKind.RESULT, Notice.subject_number == poll.number)
            asked = select(Job.id).where(Job.kind == "polls.count", Job.payload["poll_id"].as_string() == str(poll.id))
            found = {
                "results": _rows(select(PollResult.id).where(PollResult.poll_id == poll.id)), "told": _rows(told),
                "parts": _rows(select(Participation.id).where(Participation.poll_id == poll.id)),
                "sealed": _rows(sealed), "jobs": _rows(asked),
            }  # fmt: skip
            document = queries.export_of(self.community, poll)
        self._leave()
        if poll.state is PollState.NOTICED:
            assert (ballots, document, poll.published_at, poll.passed) == ([], None, None, None)
            assert found == {"results": 0, "told": 0, "parts": 0, "sealed": len(chosen), "jobs": 1}
            assert seal_of(poll).public() == poll.seal_public
            return False
        assert poll.state is PollState.PUBLISHED
        assert sorted(choice for [choice] in ballots) == chosen
        assert found == {"results": 1, "told": 1, "parts": len(chosen), "sealed": 0, "jobs": 0}
        assert document["result"]["tally"] == {choice: chosen.count(choice) for choice in CHOICES}
        assert export.recount(document) == []
        return True

    def is_out_of_reach(self):
        """No key is left that opens what was cast."""
        try:
            return not seal_of(self.poll).private()
        except KeyGone:
            return True


def _rows(query):
    return db.session.scalar(select(func.count()).select_from(query.subquery()))


@pytest.mark.prove
def test_a_server_killed_at_any_moment_loses_no_vote_it_answered_for(mother, make):
    """Four phones send votes, and changes of mind, as fast as they can, until the server dies under them."""
    vote, chance, answered, deaths = Vote(make, 16), random.Random(1), 0, 0
    with ThreadPoolExecutor(4) as phones:
        while deaths < ROUNDS or answered <= 2 * ROUNDS:
            assert deaths < 20 * ROUNDS
            port = mother.serve(
                after=chance.uniform(0.01, 0.12) * (1 + deaths / ROUNDS)
            )  # a slow machine gets more time
            hands = [phones.submit(_vote_on, vote, port, place, chance.random()) for place in range(4)]
            assert not mother.lived()
            answered += sum(hand.result() for hand in hands)
            deaths += 1
            vote.look()


def _vote_on(vote, port, place, seed):
    """Every fourth voter's phone; how many answers it got before the server was gone."""
    chance, answered = random.Random(seed), 0
    while vote.cast(port, chance.choice(vote.voters[place::4]), chance.choice(CHOICES)):
        answered += 1
    return answered


def test_a_server_killed_at_each_step_of_the_first_vote_leaves_roll_and_vote_whole_or_none(mother, make):
    """The first vote makes the roll too. Steps: begin and end of each statement, both sides of the commit."""
    vote, casts = Vote(make, 4), []
    for step in range(200):
        answered = vote.cast(mother.serve(step=step), vote.voters[0], "yes")
        lived = mother.lived()
        casts.append(vote.look())
        assert lived == answered
        if lived:
            break
    assert lived
    assert casts == sorted(casts)  # once there, it stays
    assert casts.count(0) > 15
    assert casts[-2:] == [1, 1]  # one of them died between the commit and the answer


@pytest.mark.prove
def test_a_server_killed_inside_the_commit_leaves_a_vote_whole_or_none(mother, make):
    """Fractions of a millisecond after the commit was asked for: the database itself is in the middle of it."""
    vote, chance = Vote(make, ROUNDS + 2), random.Random(2)
    vote.fill(1)  # the roll is made: from here on every vote takes the same steps
    commit = next(step for step in range(200) if _die(vote, mother, vote.voters[1], step=step) > 1) - 1
    later = [(voter, 10 ** chance.uniform(-5.5, -2)) for voter in vote.voters[2:]]
    casts = [_die(vote, mother, voter, step=commit, delay=delay) for voter, delay in later]
    assert 2 < casts[-1] < len(vote.voters)  # some were stored, some were not


def _die(vote, mother, voter, **order):
    """One vote with a server that dies of it; how many are cast then."""
    vote.cast(mother.serve(**order), voter, "yes")
    mother.lived()
    return vote.look()


def test_a_worker_killed_at_each_step_of_the_close_counts_once_or_not_yet(mother, make):
    vote = Vote(make, 14)
    vote.fill(12)
    moment, counted = vote.poll.closes_at, []
    for step in range(400):
        moment += LATER  # what the dead had leased is free again
        lived = mother.work(moment, step=step)
        counted.append(vote.is_counted())
        if lived:
            break
    assert lived
    assert mother.work(moment + DAY)  # what else closes on that day, left by other tests, is counted, too
    assert vote.is_out_of_reach()
    assert counted == sorted(counted)  # once published, it stays
    assert counted.count(False) > 30
    assert counted.count(True) > 1  # one of them died after the commit


@pytest.mark.prove
def test_workers_killed_at_any_moment_of_the_close_count_once(mother, make):
    """Votes one after another, each closed by workers that die until one is through; then one more comes by."""
    vote, chance, deaths = Vote(make, 30), random.Random(3), 0
    while deaths < ROUNDS:
        vote.fill(25)
        moment, longest = vote.poll.closes_at, 0.06
        while not vote.is_counted():
            moment, longest = moment + LATER, longest * 1.05  # a slow machine gets more time
            deaths += not mother.work(moment, after=chance.uniform(0, longest))
        assert mother.work(moment + LATER)
        assert vote.is_counted()
        assert mother.work(moment + DAY)  # what else closes on that day, left by other tests, is counted, too
        assert vote.is_out_of_reach()
        vote.again()
