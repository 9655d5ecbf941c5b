"""What a vote decided stays decided, and is delivered by a date that cannot be put off for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.demo.telling import again
from app.proposals import operations
from app.proposals.models import Kind, Proposal, State
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db
from tests.support.promises import promise_of

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.member(community), make.official(community)


def talked_over(make, town, **given):
    now = clock.now()
    values = {
        "kind": Kind.PROPOSAL, "state": State.DELIBERATING, "visible_at": now, "answer_due_at": now + 5 * DAY,
        "deliberation_closes_at": now - DAY,
    } | given  # fmt: skip
    return make.row(Proposal, town[0], author_id=town[1].id, **values)


def decide(make, town, proposal, *, passed=True, due=None):
    with make.inside(town[0]):
        operations.decided(again(Proposal, proposal), 7, passed=passed, due=due)
        db.commit()
    return now_of(make, town, proposal)


def now_of(make, town, proposal):
    with make.inside(town[0]):
        return db.session.scalars(select(Proposal).where(Proposal.id == proposal.id)).one()


def evidence(make, town, indicator):
    """[numerator, denominator] over the three quarters."""
    with make.inside(town[0]):
        quarters = counting.counted(IN_FORCE, clock.quarter(clock.now(), town[0].zone))["rates"][indicator]
    return [sum(pair[0] for pair in quarters), sum(pair[1] for pair in quarters)]


@pytest.mark.parametrize("passed", [True, False])
def test_an_author_cannot_undo_a_vote_by_sending_the_answer_back(make, town, passed):
    proposal = talked_over(make, town)
    make.browser(town[2], town[0]).post(f"proposals/{proposal.number}/answer", kind="accept", text="交付表决")
    decided = decide(make, town, proposal, passed=passed, due=clock.now() + 30 * DAY)
    author = make.browser(town[1], town[0])
    assert "send-back" not in author.get(f"proposals/{proposal.number}").text
    assert author.post(f"proposals/{proposal.number}/send-back", text="我不满意").status_code == 409
    now = now_of(make, town, proposal)
    assert (now.state, now.promised_by_at) == (decided.state, decided.promised_by_at)
    assert now.answered_at is not None


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DELIVERING, State.WITHDRAWN, State.OPEN])
def test_a_decision_that_comes_too_late_leaves_the_matter_alone(make, town, state):
    now = decide(make, town, talked_over(make, town, state=state), passed=False)
    assert (now.state, now.decided_by_poll, now.closed_at) == (state, None, None)


def test_what_passed_without_a_date_is_due_in_ninety_days(make, town):
    now = decide(make, town, talked_over(make, town))
    assert now.promised_by_at == clock.due_after_days(clock.now(), 90, town[0].zone)
    address = f"commitments/{promise_of(make, town[0], now).number}/date"
    assert address in make.browser(town[2], town[0]).get(f"proposals/{now.number}").text
    with clock.at(clock.now() + 91 * DAY):
        day = clock.local(clock.now() + 30 * DAY, town[0].zone).date().isoformat()
        assert make.browser(town[2], town[0]).post(address, day=day).status_code == 409
        assert evidence(make, town, "E2") == [0, 1]


@pytest.mark.parametrize(("days", "status"), [(88, 303), (92, 422), (20_000, 422)])
def test_the_day_a_vote_left_open_is_named_within_ninety_days(make, town, days, status):
    proposal = decide(make, town, talked_over(make, town))
    day = clock.local(clock.now() + days * DAY, town[0].zone).date().isoformat()
    promise, desk = promise_of(make, town[0], proposal), make.browser(town[2], town[0])
    assert desk.post(f"commitments/{promise.number}/date", day=day).status_code == status


@pytest.mark.parametrize(("days", "status"), [(729, 303), (732, 422), (20_000, 422)])
def test_what_all_agree_on_is_promised_within_two_years(make, town, days, status):
    desk = make.browser(town[2], town[0])
    day = clock.local(clock.now() + days * DAY, town[0].zone).date().isoformat()
    agreed = talked_over(make, town, households_spoke=5, endorsements_needed=5)
    assert desk.post(f"proposals/{agreed.number}/consensus", day=day).status_code == status


def test_what_passed_without_a_date_can_be_done_at_once(make, town):
    proposal = decide(make, town, talked_over(make, town))
    promise = promise_of(make, town[0], proposal)
    assert make.browser(town[2], town[0]).post(f"commitments/{promise.number}/done", text="已经装好").status_code == 303
    with clock.at(clock.now() + 91 * DAY):
        assert evidence(make, town, "E2") == [1, 1]
