"""What is promised stands on the desk and on the home page until it ends, and is counted: no promise is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.commitments.models import Commitment, CommitmentEvent, Confirmation, Event, Origin, State
from app.community.models import Post, PostKind
from app.core import clock
from app.outbox import jobs
from app.proposals.models import Kind, Proposal
from app.proposals.models import State as ItemState
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db
from tests.polls.steps import OWN_RULES, closed, open_poll, voted
from tests.support.promises import promise_of, promised

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community(**OWN_RULES)
    return community, make.members(community, 12), make.official(community)


def item(make, town, **given):
    now = clock.now()
    values = {
        "kind": Kind.PROPOSAL, "state": ItemState.OPEN, "visible_at": now, "answer_due_at": now + 5 * DAY, "title": "装路灯",
        "endorsements_needed": 5, "author_counts": True,
    } | given  # fmt: skip
    return make.row(Proposal, town[0], author_id=town[1][0].id, **values)


def desk(make, town, **options):
    return make.browser(town[2], town[0], **options)


def day(days):
    return f"{clock.now() + days * DAY:%Y-%m-%d}"


def now_of(make, town, promise):
    with make.inside(town[0]):
        return db.session.scalars(select(Commitment).where(Commitment.id == promise.id)).one()


def item_now(make, town, matter):
    with make.inside(town[0]):
        return db.session.scalars(select(Proposal).where(Proposal.id == matter.id)).one()


def kept(make, town):
    """[numerator, denominator] of the decisions kept by their day, over the three quarters."""
    with make.inside(town[0]):
        quarters = counting.counted(IN_FORCE, clock.quarter(clock.now(), town[0].zone))["rates"]["E2"]
    return [sum(pair[0] for pair in quarters), sum(pair[1] for pair in quarters)]


def test_a_proposal_under_the_threshold_that_is_accepted_with_a_day_is_promised(make, town):
    matter = item(make, town)
    answered = desk(make, town).post(f"proposals/{matter.number}/answer", kind="accept", text="办", due=day(20))
    assert answered.status_code == 303
    promise = promise_of(make, town[0], matter)
    assert item_now(make, town, matter).state is ItemState.DELIVERING
    address = f"commitments/{promise.number}"
    assert address in desk(make, town).get("desk/").text
    assert address in make.browser(None, town[0]).get("").text
    assert address in make.browser(None, town[0]).get(f"proposals/{matter.number}").text
    assert desk(make, town).post(f"{address}/done", text="装好了").status_code == 303
    assert item_now(make, town, matter).state is ItemState.DONE_CLAIMED
    assert address not in desk(make, town).get("desk/").text
    author = make.browser(town[1][0], town[0])
    assert address in author.get("").text
    assert author.post(f"{address}/confirmation", fixed="yes").status_code == 303
    with clock.at(clock.now() + 40 * DAY):
        jobs.run_jobs(town[0].id)
    assert item_now(make, town, matter).state is ItemState.CLOSED  # one reply of a common matter is too few


def test_what_a_vote_of_its_own_passed_stands_on_the_desk_is_done_confirmed_and_counted(make, town):
    poll = open_poll(make, town, delivery_days=45)
    voted(make, town, poll, ["yes"] * 9)
    closed(town, poll)
    promise = promise_of(make, town[0], poll)
    assert promise.origin is Origin.POLL
    assert promise.due_at == clock.due_after_days(poll.closes_at, 45, town[0].zone)
    address = f"commitments/{promise.number}"
    with clock.at(poll.closes_at + DAY):
        assert address in desk(make, town).get("desk/").text
        assert address in make.browser(None, town[0]).get(f"polls/{poll.number}/result").text
        assert desk(make, town).post(f"{address}/done", text="装好了").status_code == 303
        with make.inside(town[0]):
            asked = list(db.session.scalars(select(Confirmation.membership_id)))
        assert len(asked) == 9  # those who took part
        assert set(asked) <= {one.id for one in town[1]}
        for person in town[1][:9]:
            assert make.browser(person, town[0]).post(f"{address}/confirmation", fixed="yes").status_code == 303
    assert now_of(make, town, promise).state is State.CONFIRMED
    with clock.at(promise.due_at + DAY):
        assert kept(make, town) == [1, 1]


def test_what_a_vote_of_its_own_passed_and_nobody_did_is_counted_against_those_who_promised(make, town):
    poll = open_poll(make, town, delivery_days=45)
    voted(make, town, poll, ["yes"] * 9)
    closed(town, poll)
    promise = promise_of(make, town[0], poll)
    with clock.at(promise.due_at + DAY):
        assert kept(make, town) == [0, 1]
        assert "overdue" in desk(make, town, locale="en").get("desk/").text


def test_an_item_is_done_when_all_that_was_promised_about_it_is(make, town):
    matter = item(make, town, kind=Kind.REQUEST, state=ItemState.DELIVERING)
    first, second = (promised(make, town[0], matter, due_at=clock.now() + n * DAY) for n in (3, 9))
    author = make.browser(town[1][0], town[0])
    desk(make, town).post(f"commitments/{first.number}/done", text="好了")
    now = item_now(make, town, matter)
    assert (now.state, now.promised_by_at) == (ItemState.DELIVERING, second.due_at)
    author.post(f"commitments/{first.number}/confirmation", fixed="yes")
    assert item_now(make, town, matter).state is ItemState.DELIVERING
    desk(make, town).post(f"commitments/{second.number}/done", text="好了")
    assert item_now(make, town, matter).state is ItemState.DONE_CLAIMED
    author.post(f"commitments/{second.number}/confirmation", fixed="no")
    assert item_now(make, town, matter).state is ItemState.REOPENED
    desk(make, town).post(f"commitments/{second.number}/done", text="重做了")
    author.post(f"commitments/{second.number}/confirmation", fixed="yes")
    assert item_now(make, town, matter).state is ItemState.CONFIRMED


def test_more_time_is_asked_for_once_and_whoever_asked_for_it_decides(make, town):
    matter = item(make, town, kind=Kind.REQUEST, state=ItemState.DELIVERING)
    promise = promised(make, town[0], matter, due_at=clock.midnight_after(clock.now().date() + 5 * DAY, town[0].zone))
    address, author = f"commitments/{promise.number}", make.browser(town[1][0], town[0])
    assert desk(make, town).post(f"{address}/longer", day=day(2), text="缺料").status_code == 422
    assert desk(make, town).post(f"{address}/longer", day=day(15), text="缺料").status_code == 303
    assert now_of(make, town, promise).due_at == promise.due_at  # until it is agreed to, the first day stands
    assert desk(make, town).post(f"{address}/longer-answer", agree="1").status_code == 403
    assert f"{address}/longer-answer" in author.get(f"proposals/{matter.number}").text
    assert author.post(f"{address}/longer-answer", agree="1").status_code == 303
    later = now_of(make, town, promise)
    assert later.due_at > promise.due_at + 8 * DAY
    assert later.extended_at is not None
    assert item_now(make, town, matter).promised_by_at == later.due_at
    assert desk(make, town).post(f"{address}/longer", day=day(30), text="还缺").status_code == 409


def test_who_does_not_agree_to_more_time_keeps_the_first_day(make, town):
    promise = promised(make, town[0], item(make, town, kind=Kind.REQUEST, state=ItemState.DELIVERING))
    address, author = f"commitments/{promise.number}", make.browser(town[1][0], town[0])
    desk(make, town).post(f"{address}/longer", day=day(15), text="缺料")
    assert author.post(f"{address}/longer-answer").status_code == 303
    assert now_of(make, town, promise).due_at == promise.due_at
    assert author.post(f"{address}/longer-answer", agree="1").status_code == 409


@pytest.mark.parametrize("origin", [Origin.POLL, Origin.CONSENSUS])
def test_a_day_that_all_decided_is_moved_by_nobody_alone(make, town, origin):
    promise = promised(make, town[0], item(make, town, state=ItemState.DELIVERING), origin=origin)
    page = desk(make, town).post(f"commitments/{promise.number}/longer", day=day(15), text="缺料")
    assert page.status_code == 409
    assert f"commitments/{promise.number}/longer" not in desk(make, town).get(f"commitments/{promise.number}").text


@pytest.mark.parametrize("origin", [Origin.POLL, Origin.CONSENSUS])
def test_the_day_a_decision_left_open_is_not_named_later_than_holds_without_one(make, town, origin):
    """Else it would leave the quarter in which it is owed, and nobody who decided it was asked."""
    due = clock.due_after_days(clock.now(), 90, town[0].zone)
    open_day = {"origin": origin, "dated": False, "due_at": due, "quarter": clock.quarter(due, town[0].zone)}
    promise = promised(make, town[0], item(make, town, state=ItemState.DELIVERING), **open_day)
    address = f"commitments/{promise.number}/date"
    assert desk(make, town).post(address, day=day(700)).status_code == 422
    assert (now_of(make, town, promise).due_at, now_of(make, town, promise).dated) == (due, False)
    assert desk(make, town).post(address, day=day(40)).status_code == 303
    assert now_of(make, town, promise).due_at < due


def test_a_promise_is_handed_to_an_office_or_organisation_of_this_community_and_its_day_stays(make, town):
    make.row(Post, town[0], kind=PostKind.GRID_WORKER, title="第二网格网格员")
    promise = promised(make, town[0], item(make, town, state=ItemState.DELIVERING), promised_by="居委会主任")
    address = f"commitments/{promise.number}/hand-over"
    assert desk(make, town).post(address, to="某某公司", text="忙").status_code == 422
    assert desk(make, town).post(address, to="第二网格网格员", text="离得近").status_code == 303
    now = now_of(make, town, promise)
    assert (now.carried_by, now.promised_by, now.due_at) == ("第二网格网格员", "居委会主任", promise.due_at)
    page = make.browser(None, town[0]).get(f"commitments/{promise.number}").text
    assert "第二网格网格员" in page
    with make.inside(town[0]):
        assert db.session.scalars(select(CommitmentEvent.event)).all() == [Event.HANDED_OVER]


def test_an_answer_that_is_sent_back_promises_nothing_any_more(make, town):
    matter = item(make, town, kind=Kind.REQUEST)
    desk(make, town).post(f"proposals/{matter.number}/answer", kind="accept", text="办", due=day(20))
    promise = promise_of(make, town[0], matter)
    make.browser(town[1][0], town[0]).post(f"proposals/{matter.number}/send-back", text="太晚")
    assert now_of(make, town, promise).state is State.TAKEN_BACK
    assert f"commitments/{promise.number}" not in desk(make, town).get("desk/").text
    assert item_now(make, town, matter).state is ItemState.OPEN
    assert item_now(make, town, matter).promised_by_at is None
    assert desk(make, town).post(f"commitments/{promise.number}/done", text="好了").status_code == 409


def test_what_was_promised_about_a_private_request_is_between_its_author_and_the_committee(make, town):
    promise = promised(make, town[0], item(make, town, kind=Kind.REQUEST, state=ItemState.DELIVERING, private=True))
    address = f"commitments/{promise.number}"
    for who, status in ((town[1][0], 200), (town[2], 200), (town[1][1], 404), (None, 404)):
        assert make.browser(who, town[0]).get(address).status_code == status
        page = make.browser(who, town[0])
        assert address not in page.get("commitments/").text
        assert address not in page.get("").text


def test_a_day_that_was_missed_is_owed_though_the_answer_is_sent_back_after_it(make, town):
    """Whoever waited in vain sends the answer back: that must not make good what was not kept."""
    matters = [item(make, town, kind=Kind.REQUEST) for _ in range(2)]
    for matter in matters:
        desk(make, town).post(f"proposals/{matter.number}/answer", kind="accept", text="办", due=day(3))
    sent_back = [f"proposals/{matter.number}/send-back" for matter in matters]
    author = make.browser(town[1][0], town[0])
    assert author.post(sent_back[0], text="太晚了").status_code == 303  # before its day nothing is owed yet
    with clock.at(clock.now() + 5 * DAY):
        assert kept(make, town) == [0, 1]
        assert author.post(sent_back[1], text="没有办").status_code == 303
        assert kept(make, town) == [0, 1]


def test_nothing_is_promised_for_a_day_further_than_two_years_ahead(make, town):
    matter = item(make, town)
    late = desk(make, town).post(f"proposals/{matter.number}/answer", kind="accept", text="办", due=day(800))
    assert late.status_code == 422
    assert item_now(make, town, matter).answered_at is None


def test_what_has_ended_has_no_next_step(make, town):
    matter = item(make, town, state=ItemState.CONFIRMED)
    ended = promised(make, town[0], matter, state=State.CONFIRMED)
    going_on = promised(make, town[0], matter)
    pages = {one: desk(make, town, locale="en").get(f"commitments/{one.number}").text for one in (ended, going_on)}
    assert "Next step" in pages[going_on]
    assert "Next step" not in pages[ended]
    assert "Ended" in pages[ended]
