"""What all decided may be moved to a later day once, by those who decided it, before the day has come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.commitments.models import Commitment, Origin
from app.community.scope import WHOLE
from app.core import clock
from app.outbox import jobs
from app.polls.models import Poll
from app.proposals.models import Kind, Proposal, State
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db
from tests.moderation.steps import again, taken_down
from tests.polls.steps import DAY, closed, open_poll, voted
from tests.support.promises import promised

REASON = "冬天不能浇筑，请多给一个月。"


@pytest.fixture
def decided(make, town):
    """A vote that stands alone, passed: to be done within 40 days of its close."""
    poll = open_poll(make, town, "COMM-HH", delivery_days=40)
    voted(make, town, poll, ["yes"] * 9)
    closed(town, poll)
    return poll


def promise(make, town):
    with make.inside(town[0]):
        return db.session.scalars(select(Commitment)).one()


def asked(make, town, one, *, preset="COMM-HH", closes=15, days=60):
    """The committee prepares the vote by its form; the answer."""
    begun = clock.now()
    return make.browser(town[2], town[0]).post(
        f"polls/new?whose=residents&preset={preset}&promise={one.number}", title="延期", text=REASON,
        opens=f"{begun + 9 * DAY:%Y-%m-%d}", closes=f"{begun + closes * DAY:%Y-%m-%d}", scope=WHOLE.key,
        delivery_days=str(days),
    )  # fmt: skip


def held(make, town, one, votes, meanwhile=lambda: None):
    """Draft, notice, vote and close; and what happens before it is counted."""
    assert asked(make, town, one).status_code == 303
    with make.inside(town[0]):
        poll = db.session.scalars(select(Poll).where(Poll.commitment_id == one.id)).one()
    page = make.browser(town[2], town[0])
    read = page.get(f"polls/{poll.number}").text.split('name="read" value="')[1].split('"')[0]
    assert page.post(f"polls/{poll.number}/notice", read=read, sure="yes").status_code == 303
    with clock.at(poll.opens_at + DAY / 4):
        jobs.run_jobs(town[0].id)  # the roll is made as it opens
        voted(make, town, poll, votes)
        meanwhile()
    closed(town, poll)
    return poll


def test_those_who_decided_it_decide_a_later_day(make, town, decided):
    before = promise(make, town)
    with clock.at(decided.closes_at + DAY):
        way = make.browser(town[2], town[0]).get(f"polls/later-day/{before.number}")
        assert way.status_code == 303
        assert f"promise={before.number}" in way.location
        assert f"延期：{before.what}" in make.browser(town[2], town[0]).get(way.location).text
        poll = held(make, town, before, ["yes"] * 9)
    after = promise(make, town)
    assert after.due_at == clock.due_after_days(poll.closes_at, 60, town[0].zone)
    assert after.due_at > before.due_at
    assert after.extended_at is not None
    assert (after.origin, after.subject_id) == (Origin.POLL, decided.id)


def test_where_they_say_no_the_first_day_stands(make, town, decided):
    before = promise(make, town)
    with clock.at(decided.closes_at + DAY):
        held(make, town, before, ["no"] * 9)
    after = promise(make, town)
    assert (after.due_at, after.extended_at) == (before.due_at, None)


@pytest.mark.parametrize(
    ("change", "status"), [({"preset": "STRAW"}, 422), ({"closes": 55}, 422), ({"days": 1}, 422)], ids=["opinion", "too late", "not later"]
)  # fmt: skip
def test_only_in_the_same_kind_of_vote_in_time_and_for_a_later_day(make, town, decided, change, status):
    one = promise(make, town)
    with clock.at(decided.closes_at + DAY):
        page = asked(make, town, one, **change)
    assert page.status_code == status
    assert REASON in page.text


def test_once_only_and_not_for_what_an_answer_promised(make, town, decided):
    one = promise(make, town)
    for given in ({"extended_at": clock.now()}, {"extended_at": None, "origin": Origin.ANSWER}):
        with make.inside(town[0]):
            row = db.session.merge(one)
            for name, value in given.items():
                setattr(row, name, value)
            db.session.commit()
        with clock.at(decided.closes_at + DAY):
            back = make.browser(town[2], town[0]).get(f"polls/later-day/{one.number}")
            assert back.location.endswith(f"commitments/{one.number}")
            assert asked(make, town, one).status_code == 409


def test_kept_by_the_later_day_is_kept(make, town, decided):
    before = promise(make, town)
    with clock.at(decided.closes_at + DAY):
        held(make, town, before, ["yes"] * 9)
    after = promise(make, town)
    with clock.at(before.due_at + DAY):
        make.browser(town[2], town[0]).post(f"commitments/{after.number}/done", text="好了")
        with make.inside(town[0]):
            assert counting.counted(IN_FORCE, after.quarter)["rates"]["E2"][0] == [1, 1]


def test_a_vote_that_closes_with_the_promised_day_itself_comes_too_late(make, town, decided):
    """It is counted after its close, and by then the day is over: what it decides could move nothing any more."""
    one = promise(make, town)
    begun = decided.closes_at + DAY
    last = clock.local(one.due_at - timedelta(seconds=1), town[0].zone).date()
    with clock.at(begun):
        page = asked(make, town, one, closes=(last - begun.date()).days)
    assert page.status_code == 422
    assert "表决要在原定日期之前结束" in page.text


def test_a_later_day_that_all_decided_holds_though_the_words_of_the_matter_were_taken_down(make, town, decided):
    community, people, official = town
    proposal = make.row(
        Proposal, community, author_id=people[0].id, kind=Kind.PROPOSAL, state=State.DELIVERING,
        visible_at=clock.now(), decided_at=clock.now(), decided_by_poll=decided.number,
    )  # fmt: skip
    due = clock.due_after_days(clock.now(), 40, community.zone)
    before = promised(make, community, proposal, origin=Origin.POLL, due_at=due)
    poll = held(make, town, before, ["yes"] * 9, meanwhile=lambda: taken_down(make, community, proposal))
    after = again(make, community, before)
    assert after.hidden_at is not None
    assert after.due_at == clock.due_after_days(poll.closes_at, 60, community.zone)
    assert make.browser(official, community).get(f"polls/later-day/{before.number}").status_code == 303
