"""The closing key only moves forward, whoever dies while it moves, and never under something that is being sealed."""

import os
import signal
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core import clock, closing_key
from app.core.closing_key import BLOCK, KeyBusy, KeyGone, KeyMissing
from app.operating import closing, worker
from app.outbox import jobs
from app.polls import operations
from app.polls.models import Poll, PollState
from app.polls.rule import read_hash
from app.ratings import operations as ratings
from tenants import db
from tests.polls.steps import DAY, OWN_RULES, closed, noticed, open_poll, voted

TODAY = date(2026, 12, 1)


@pytest.fixture
def file(tmp_path):
    before = list(closing_key._file)
    closing_key.configure(tmp_path / "closing.key")
    closing_key.create(TODAY)
    yield tmp_path / "closing.key"
    closing_key._file[:] = before


def move(step, day=TODAY):
    with closing_key.moving() as mover:
        mover.to(step, day)


def test_the_file_is_its_owners_alone(file):
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size == 2 * BLOCK
    assert [one.name for one in file.parent.iterdir()] == ["closing.key"]


def test_what_comes_follows_from_what_is_and_what_was_from_nothing(file):
    start = closing_key.read()
    ahead = start.moved(70)
    assert start.moved(3).moved(70) == ahead
    move(3)
    assert closing_key.read().moved(70).secret == ahead.secret
    with pytest.raises(KeyGone):
        closing_key.read().moved(2)


def test_a_move_leaves_nothing_of_the_old_key_in_the_file(file):
    number = file.stat().st_ino
    for step in range(1, 5):
        old = closing_key.read()
        move(step)
        raw = file.read_bytes()
        assert old.secret.hex().encode() not in raw
        assert raw.count(closing_key.MAGIC.encode()) == 1
    assert (file.stat().st_ino, file.stat().st_size) == (number, 2 * BLOCK)  # in place: no other file ever held it


@pytest.mark.parametrize("from_block", [0, 1])
def test_whatever_instant_a_move_is_cut_off_at_there_is_one_key_and_the_next_move_ends_it(file, from_block):
    if from_block:
        move(1)
    before, old = closing_key.read(), file.read_bytes()
    move(7)
    after, new = closing_key.read(), file.read_bytes()
    here = slice(from_block * BLOCK, (from_block + 1) * BLOCK)
    there = slice((1 - from_block) * BLOCK, (2 - from_block) * BLOCK)
    for cut in (
        0,
        1,
        20,
        60,
        120,
        len(new[there].rstrip(b"\0")) - 2,
        BLOCK,
    ):  # of the new block's bytes so many arrived
        _put(file, old, there, new[there][:cut] + old[there][cut:])
        assert closing_key.read() == (after if cut == BLOCK else before)
    for cut in (1, 30, 100, BLOCK):  # the new one is whole; of the old one so many are blanked
        _put(file, old, there, new[there], here, bytes(cut) + old[here][cut:])
        assert closing_key.read() == after
        with closing_key.moving() as mover:
            assert mover.key == after
        assert before.secret.hex().encode() not in file.read_bytes()


def _put(file, raw, *changes):
    raw = bytearray(raw)
    for where, what in zip(changes[::2], changes[1::2], strict=True):
        raw[where] = what
    file.write_bytes(raw)


def test_killed_at_any_call_to_the_system_a_move_is_whole_or_not_there(file):
    """The process dies before its n-th write or sync; whoever moves next finds one key and goes on."""
    for n in range(6):
        before = closing_key.read()
        if (child := os.fork()) == 0:
            _die_at(n)
            move(before.step + 1)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status) == (n < 4)
        assert closing_key.read().step - before.step in (0, 1)
        move(before.step + 2)
        assert before.secret.hex().encode() not in file.read_bytes()


def _die_at(n):
    left = [n]

    def counted(call):
        def before(*given):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return call(*given)

        return before

    os.pwrite, os.fsync = counted(os.pwrite), counted(os.fsync)


def test_of_two_who_make_the_file_at_once_one_does(file):
    first = closing_key.read()
    assert closing_key.create(TODAY) == first


def test_a_file_that_is_away_or_holds_no_key_is_named(file):
    file.write_bytes(bytes(2 * BLOCK))
    with pytest.raises(KeyMissing, match=r"closing\.key"):
        closing_key.read()
    file.unlink()
    with pytest.raises(KeyMissing, match=r"closing\.key"):
        closing_key.read()


def test_one_process_moves_it_and_none_while_something_is_being_sealed(file, monkeypatch):
    with closing_key.moving() as first, closing_key.moving() as second:
        assert first is not None
        assert second is None
        monkeypatch.setattr(closing_key, "PATIENCE", 0.05)
        with pytest.raises(KeyBusy):
            closing_key.share()
    release = closing_key.share()
    with closing_key.moving() as mover:
        assert mover is None
    release()
    with closing_key.moving() as mover:
        assert mover is not None


def test_what_closes_at_midnight_is_of_the_day_that_ends(file):
    midnight = datetime(2026, 12, 3, tzinfo=UTC)
    assert closing_key.day_of(midnight) == date(2026, 12, 2)
    assert closing_key.day_of(midnight + timedelta(microseconds=1)) == date(2026, 12, 3)


# -- moved by the worker ----------------------------------------------------------------------------------------------


@pytest.fixture
def app(fresh_app):
    return fresh_app


def step():
    return closing_key.read().step


def poll_closing(make, town, closes_at):
    community, _, official = town
    with make.inside(community):
        question = operations.Question("STRAW", "并为五个点", "试行", clock.now(), closes_at)
        poll = noticed(make.visitor(official, community), question)
        db.commit()
    return poll


def again(make, town, poll):
    with make.inside(town[0]):
        return db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()


@pytest.fixture
def town(make):
    community = make.community(**OWN_RULES)
    people = make.members(community, 12)
    return community, people, make.official(community)


def test_once_the_last_vote_of_a_day_is_counted_its_key_is_gone_at_once(make, town):
    poll, before = open_poll(make, town), closing_key.read()
    voted(make, town, poll, ["yes", "no"] * 6)
    worker.run_once()
    assert closing_key.read() == before  # nothing closed
    with clock.at(poll.closes_at + timedelta(seconds=5)):
        worker.run_once()
        assert again(make, town, poll).state is PollState.PUBLISHED
        assert step() == poll.closing_step + 1


def test_an_uncounted_vote_holds_the_key_of_its_day(make, town):
    noon = clock.now().replace(hour=12, minute=0)
    with clock.at(noon):
        first, second = (poll_closing(make, town, noon + timedelta(hours=hours)) for hours in (1, 2))
        assert first.closing_step == second.closing_step
        later = poll_closing(make, town, noon + 59 * DAY)
    with clock.at(noon + timedelta(minutes=90)):
        worker.run_once()
        assert again(make, town, first).state is PollState.PUBLISHED
        assert step() == second.closing_step
    with clock.at(noon + timedelta(minutes=150)):
        worker.run_once()
        assert step() == second.closing_step + 1
    with clock.at(noon + 20 * DAY):
        worker.run_once()
        assert step() == second.closing_step + 20  # the days go by
    with clock.at(noon + 59 * DAY + timedelta(minutes=1)):
        worker.run_once()
        assert again(make, town, later).state is PollState.PUBLISHED
        assert step() == later.closing_step + 1


def test_what_is_announced_on_a_day_whose_key_is_gone_is_sealed_under_the_next(make, town):
    noon = clock.now().replace(hour=12, minute=0)
    with clock.at(noon):
        first = poll_closing(make, town, noon + timedelta(hours=1))
    with clock.at(noon + timedelta(minutes=61)):
        worker.run_once()
        second = poll_closing(make, town, noon + timedelta(hours=2))
        assert second.closing_step == step() == first.closing_step + 1
    with clock.at(noon + timedelta(hours=3)):
        worker.run_once()
        assert again(make, town, second).state is PollState.PUBLISHED


def test_a_vote_that_is_being_announced_keeps_the_key_until_its_commit(make, town):
    community, _, official = town
    noon = clock.now().replace(hour=12, minute=0)
    with make.inside(community), clock.at(noon):
        noticed(make.visitor(official, community), operations.Question("STRAW", "并为五个点", "试行", noon, noon + DAY))
        with closing_key.moving() as mover:
            assert mover is None
        db.session.rollback()
        with closing_key.moving() as mover:
            assert mover is not None


def test_a_vote_uncounted_for_seven_days_is_void_says_so_and_holds_no_key(make, town):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes", "no"] * 6)
    with clock.at(poll.closes_at + timedelta(days=7)):
        closing.move_on()  # before anyone could count
        assert step() > poll.closing_step
        worker.run_once()
    row = again(make, town, poll)
    assert (row.state, row.void_reason) == (PollState.VOID, "late")
    reader = make.browser(None, town[0], locale="en")
    assert "was not counted within seven days" in reader.get(f"polls/{poll.number}").text
    assert "void" in reader.get("polls/").text
    assert "作废" in reader.get("board/").text
    assert reader.get(f"polls/{poll.number}/result").status_code == 303
    assert reader.get(f"polls/{poll.number}/result.json").status_code == 404


def test_a_clock_that_was_ahead_and_is_set_back_costs_no_vote(make, town):
    """What is sealed after it was put right is sealed forward, and days and steps find together again."""
    with clock.at(clock.now() + 400 * DAY):
        worker.run_once()
    ahead = step()
    poll = open_poll(make, town)
    worker.run_once()
    assert closing_key.read().day <= clock.now().astimezone(UTC).date() + DAY
    voted(make, town, poll, ["yes", "no"] * 6)
    assert poll.closing_step >= ahead
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        worker.run_once()
        assert again(make, town, poll).state is PollState.PUBLISHED
        assert step() > poll.closing_step


def test_an_older_copy_of_the_database_beside_the_present_key_is_void_where_it_was_counted(make, town):
    poll, still_open = open_poll(make, town), poll_closing(make, town, clock.now() + 20 * DAY)
    voted(make, town, poll, ["yes", "no"] * 6)
    with closing_key.moving() as mover:  # as after the count, of which this copy knows nothing
        mover.to(poll.closing_step + 1, clock.now().date())
    closed(town, poll)
    row = again(make, town, poll)
    assert (row.state, row.void_reason) == (PollState.VOID, "gone")
    assert "older copy" in make.browser(None, town[0], locale="en").get(f"polls/{poll.number}").text
    closed(town, still_open)
    assert again(make, town, still_open).state is PollState.PUBLISHED


def test_a_lost_key_stops_sealing_and_counting_until_it_is_back_or_replaced(app, make, town):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes"])
    file = closing_key.file()
    away = file.rename(file.with_name("away"))
    refused = make.browser(town[2], town[0], locale="en")
    with make.inside(town[0]):
        question = operations.Question("STRAW", "并为五个点", "试行", clock.now(), clock.now() + DAY)
        draft = operations.draft(make.visitor(town[2], town[0]), question)
        read = read_hash(draft, town[0])
        db.commit()
    assert refused.post(f"polls/{draft.number}/notice", read=read, sure="yes").status_code == 503
    voted(make, town, poll, ["no"])  # to vote no key is needed
    closed(town, poll)
    assert again(make, town, poll).state is PollState.NOTICED
    assert "Bring the file back" in _command(app, "worker", "--once", code=2)
    away.rename(file)
    with clock.at(poll.closes_at + timedelta(hours=1)):
        jobs.run_jobs(town[0].id)
    assert again(make, town, poll).state is PollState.PUBLISHED


def test_a_new_key_in_place_of_a_lost_one_makes_void_what_was_open_and_nothing_else(app, make, town):
    community, people, _ = town
    for _ in range(10):
        make.member(community)
    done = open_poll(make, town)
    closed(town, done)
    poll, board = open_poll(make, town), make.official(community, "supervision")
    with make.inside(community):
        round_ = ratings.start(make.visitor(board, community))
        db.commit()
    assert "the right one" in _command(app, "keys", "renew", "--yes", code=2)
    closing_key.file().unlink()
    assert "2 votes and rounds are void" in _command(app, "keys", "renew", "--yes", code=0)
    row = again(make, town, poll)
    assert (row.state, row.void_reason) == (PollState.VOID, "key")
    assert again(make, town, done).state is PollState.PUBLISHED
    assert (
        "key kept outside the database was lost"
        in make.browser(None, community, locale="en").get(f"ratings/{round_.number}").text
    )
    assert poll_closing(make, town, clock.now() + DAY).closing_step is not None


def test_another_databases_key_is_refused(app, make, town):
    closing_key.file().unlink()
    closing_key.create(TODAY)
    assert "belongs to another database" in _command(app, "worker", "--once", code=2)
    assert "move it away" in _command(app, "keys", "renew", "--yes", code=2)


def _command(app, *words, code):
    ended = app.test_cli_runner().invoke(args=words)
    assert ended.exit_code == code, ended.output
    return ended.output


def test_no_poll_is_ever_given_a_step_that_is_behind(file):
    """For every pair of days: what is announced on one and closes on another finds its step still ahead."""
    key = closing_key.read()
    for behind in range(-3, 70):
        assert key.step_on(TODAY + timedelta(days=behind)) >= key.step
    assert [key.step_on(TODAY + timedelta(days=n)) for n in range(3)] == [0, 1, 2]
    assert key.moved(5).day == TODAY + timedelta(days=5)
    assert len({key.moved(n).use("poll", uuid.UUID(int=1).hex) for n in range(60)}) == 60
