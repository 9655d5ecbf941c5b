"""An item is passed on only to a body of the region's list, and only that body's yes is an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.ids import id_text
from app.outbox import jobs
from app.proposals import life
from app.proposals.models import Kind, Proposal, State, Transfer
from app.proposals.operations import transfers
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import bodies, db
from tenants.models import RegionRole
from tests.moderation.steps import given_back, taken_down
from tests.support.at_once import at_once

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    city = make.region()
    street = make.region(city)
    community = make.community(street)
    return community, make.member(community), make.official(community), street, city


def request(make, town, **given):
    now = clock.now()
    values = {
        "kind": Kind.REQUEST, "state": State.OPEN, "visible_at": now, "answer_due_at": due(town, 5), "title": "消防通道常停车",
        "author_counts": True, "author_household_id": town[1].household_id,
    } | given  # fmt: skip
    return make.row(Proposal, town[0], author_id=town[1].id, **values)


def due(town, days):
    return clock.due_after_working_days(clock.now(), days, town[0].zone, town[0].profile)


def now_of(make, town, item):
    with make.inside(town[0]):
        return db.session.scalars(select(Proposal).where(Proposal.id == item.id)).one()


def passed_on(make, town, item, body):
    form = {"kind": "transfer", "text": "已转", "body": id_text(body.id)}
    return make.browser(town[2], town[0]).post(f"proposals/{item.number}/answer", **form)


def said_above(make, town, region, taken_on, reason="", *, minutes=30):
    """What someone above says for the body; the community follows within minutes."""
    with make.inside(town[0]):
        passed = db.session.scalars(select(Transfer).order_by(Transfer.id.desc()).limit(1)).one()
    form = {"taken_on": taken_on, "reason": reason}
    browser = make.browser(make.reviewer(region))
    page = browser.post(f"/r/{region.code}/transfers/{id_text(passed.id)}", **form)
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        jobs.run_jobs(town[0].id)
    return page


def answered(make, town):
    """[numerator, denominator] of items answered in time, over the three quarters."""
    with make.inside(town[0]):
        quarters = counting.counted(IN_FORCE, clock.quarter(clock.now(), town[0].zone))["rates"]["E1"]
    return [sum(pair[0] for pair in quarters), sum(pair[1] for pair in quarters)]


def test_a_body_that_takes_it_on_makes_it_an_answer(make, town):
    item, body = request(make, town), make.body(town[3], name="片区消防站")
    assert passed_on(make, town, item, body).status_code == 303
    waiting = now_of(make, town, item)
    assert waiting.state is State.PASSED_ON
    assert "片区消防站" in make.browser(None, town[0]).get(f"proposals/{item.number}").text
    with clock.at(clock.now() + 30 * DAY):
        assert answered(make, town) == [0, 0]  # on the body's record, not on the community's
    assert said_above(make, town, town[3], "yes").status_code == 303
    now = now_of(make, town, item)
    assert now.state is State.TRANSFERRED
    assert now.waiting_above_until is not None
    assert answered(make, town) == [1, 1]


def test_what_a_body_says_while_the_words_are_taken_down_reaches_the_item_once_they_are_back(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    ruling = taken_down(make, town[0], item)
    assert said_above(make, town, town[3], "yes").status_code == 303
    assert now_of(make, town, item).state is State.PASSED_ON
    with clock.at(clock.now() + timedelta(hours=1)):
        given_back(make, town[0], ruling)
    with clock.at(clock.now() + timedelta(hours=2)):
        jobs.run_jobs(town[0].id)
    assert now_of(make, town, item).state is State.TRANSFERRED


def test_a_line_of_life_shows_no_confirmation_of_what_another_body_took_on(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    said_above(make, town, town[3], "yes")
    steps, here = life.timeline(now_of(make, town, item))
    assert steps == ["Waiting for an answer", "Taken on by the body in charge"]
    assert here == len(steps)
    page = make.browser(None, town[0], locale="en").get(f"proposals/{item.number}").text
    assert "Please confirm" not in page


def test_a_refusal_sends_it_back_with_as_much_time_as_was_left(make, town):
    item, body = request(make, town), make.body(town[3])
    with clock.at(clock.now() + timedelta(minutes=1)):
        passed_on(make, town, item, body)
    assert said_above(make, town, town[3], "no").status_code == 422  # why not?
    later = due(town, 2) + timedelta(hours=9)
    with clock.at(later):
        assert said_above(make, town, town[3], "no", "不归我们管").status_code == 303
        now = now_of(make, town, item)
        assert (now.state, now.answered_at) == (State.OPEN, None)
        assert now.answer_due_at == due(town, 5)
        assert "不归我们管" not in make.browser(None, town[0]).get("proposals/").text
        refused = make.browser(town[2], town[0]).post(f"proposals/{item.number}/answer", kind="refuse", text="没有依据")
        assert refused.status_code == 303
    assert answered(make, town) == [1, 1]


def test_what_was_late_when_it_was_passed_on_is_late_when_it_comes_back(make, town):
    item, body = request(make, town, answer_due_at=clock.now() - DAY), make.body(town[3])
    passed_on(make, town, item, body)
    said_above(make, town, town[3], "no", "不归我们管")
    assert now_of(make, town, item).answer_due_at == item.answer_due_at
    assert answered(make, town) == [0, 1]


@pytest.mark.parametrize("place", ["nothing", "of another region", "ended", "typed by hand"])
def test_nothing_is_passed_on_to_whom_no_list_names(make, town, place):
    item, body = request(make, town), make.body(make.region() if place == "of another region" else town[3])
    if place == "ended":
        with make.app.app_context(), db.unbound(write=True):
            bodies.end(db.session.merge(body), clock.now())
            db.commit()
    given = {"nothing": "", "typed by hand": "有关部门"}.get(place, id_text(body.id))
    form = {"kind": "transfer", "text": "已转", "body": given}
    page = make.browser(town[2], town[0]).post(f"proposals/{item.number}/answer", **form)
    assert page.status_code == 422
    assert "已转" in page.text
    assert now_of(make, town, item).state is State.OPEN


def test_a_body_of_the_city_above_can_be_named_and_only_the_city_speaks_for_it(make, town):
    item, body = request(make, town), make.body(town[4])
    assert passed_on(make, town, item, body).status_code == 303
    assert said_above(make, town, town[3], "yes").status_code == 404  # on the street's list it is not
    assert now_of(make, town, item).state is State.PASSED_ON
    assert said_above(make, town, town[4], "yes", minutes=90).status_code == 303
    assert now_of(make, town, item).state is State.TRANSFERRED


def test_a_body_says_it_once(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    assert said_above(make, town, town[3], "yes").status_code == 303
    assert said_above(make, town, town[3], "no", "又不要了").status_code == 404
    assert now_of(make, town, item).state is State.TRANSFERRED


def test_a_job_that_runs_twice_changes_nothing_more(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    said_above(make, town, town[3], "yes")
    with make.inside(town[0]):
        passed = db.session.scalars(select(Transfer)).one()
        transfers.follow(str(passed.id))
        db.commit()
    assert now_of(make, town, item).state is State.TRANSFERRED


def test_of_a_private_request_the_people_above_read_that_there_is_one(make, town):
    passed_on(make, town, request(make, town, private=True, title="家里的事"), make.body(town[3]))
    page = make.browser(make.reviewer(town[3]), locale="en").get(f"/r/{town[3].code}/transfers/").text
    assert "家里的事" not in page
    assert "A private request" in page


def test_the_author_sends_it_back_and_nobody_above_is_asked_any_more(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    assert make.browser(town[1], town[0]).post(f"proposals/{item.number}/send-back", text="请你们办").status_code == 303
    assert now_of(make, town, item).state is State.OPEN
    assert body.name not in make.browser(make.reviewer(town[3])).get(f"/r/{town[3].code}/transfers/").text
    with clock.at(clock.now() + DAY):
        jobs.run_jobs(town[0].id)
    assert now_of(make, town, item).state is State.OPEN


def test_a_proposal_goes_on_gathering_support_while_a_body_is_asked(make, town):
    item = request(make, town, kind=Kind.PROPOSAL, endorsements_needed=1, expires_at=clock.now() + 60 * DAY)
    passed_on(make, town, item, make.body(town[3]))
    assert make.browser(make.member(town[0]), town[0]).post(f"proposals/{item.number}/endorsement").status_code == 303
    assert now_of(make, town, item).state is State.ENDORSED
    said_above(make, town, town[3], "yes")
    assert now_of(make, town, item).state is State.ENDORSED  # its place on the agenda stays
    assert answered(make, town) == [1, 1]


def test_stewards_keep_the_list_and_nobody_else_does(make, town):
    address = f"/r/{town[3].code}/bodies/"
    steward = make.browser(make.reviewer(town[3], role=RegionRole.STEWARD))
    reviewer = make.browser(make.reviewer(town[3]))
    assert reviewer.get(address).status_code == 403
    form = {"name": "路灯管理所", "code": "lights", "kind": "utility"}
    assert steward.post(address, **form).status_code == 303
    assert steward.post(address, **form).status_code == 303  # the same code is the same body
    assert steward.get(address).text.count("路灯管理所") == 1
    with make.app.app_context(), db.unbound():
        body = bodies.above(town[0].region_path)[0]
    assert "路灯管理所" in make.browser(town[2], town[0]).get(f"proposals/{request(make, town).number}/answer").text
    assert reviewer.post(f"{address}{id_text(body.id)}/end").status_code == 403
    assert steward.post(f"{address}{id_text(body.id)}/end", sure="yes").status_code == 303
    assert "路灯管理所" not in steward.get(address).text


def test_what_a_body_was_no_longer_asked_says_nothing_about_the_next_one(make, town):
    """Sent back and passed on to another at once: the first one's clock still runs, and must not answer for the second."""
    item, first, second = request(make, town), make.body(town[3]), make.body(town[3], name="片区消防站")
    passed_on(make, town, item, first)
    sent = make.browser(town[1], town[0]).post(f"proposals/{item.number}/send-back", text="不归他们管")
    assert sent.status_code == 303
    assert passed_on(make, town, item, second).status_code == 303
    with clock.at(clock.now() + timedelta(minutes=30)):
        jobs.run_jobs(town[0].id)
    assert now_of(make, town, item).state is State.PASSED_ON
    assert said_above(make, town, town[3], "yes", minutes=60).status_code == 303
    assert now_of(make, town, item).state is State.TRANSFERRED
    assert answered(make, town) == [1, 1]


def test_of_two_above_who_answer_at_once_one_is_heard(make, town):
    item, body = request(make, town), make.body(town[3])
    passed_on(make, town, item, body)
    with make.inside(town[0]):
        address = f"/r/{town[3].code}/transfers/{id_text(db.session.scalars(select(Transfer)).one().id)}"
    yes, no = (
        lambda browser=make.browser(make.reviewer(town[3])), form=form: browser.post(address, **form).status_code
        for form in ({"taken_on": "yes", "reason": ""}, {"taken_on": "no", "reason": "不归我们管"})
    )
    first, other = at_once(yes, no, at="UPDATE transfer")
    assert (first, other in (404, 409)) == (303, True)
    with clock.at(clock.now() + timedelta(minutes=30)):
        jobs.run_jobs(town[0].id)
    assert now_of(make, town, item).state is State.TRANSFERRED


def test_what_waits_for_a_body_that_has_left_the_list_is_still_answered_for_it(make, town):
    item, body = request(make, town), make.body(town[3], name="片区消防站")
    passed_on(make, town, item, body)
    with make.app.app_context(), db.unbound(write=True):
        bodies.end(db.session.merge(body), clock.now())
        db.commit()
    assert "片区消防站" in make.browser(make.reviewer(town[3])).get(f"/r/{town[3].code}/transfers/").text
    assert said_above(make, town, town[3], "yes").status_code == 303
    assert now_of(make, town, item).state is State.TRANSFERRED
