"""The main journeys on a phone, with JavaScript and without: ask, propose, vote, sign up, rate; answer; read above."""

from datetime import timedelta

import pytest

from app.core import clock
from app.outbox import jobs
from app.polls import operations as polls
from app.ratings import operations as ratings
from app.volunteering import operations as shifts
from tenants import db
from tests.polls.steps import OWN_RULES, noticed

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    region = make.region()
    community = make.community(region, **OWN_RULES, name="望河社区")
    people = [make.member(community) for _ in range(21)]
    return region, community, people, make.official(community), make.official(community, "supervision")


def test_a_resident_asks_is_answered_and_confirms(phone, make, town):
    _, community, people, official, _ = town
    mine, desk = phone(locale="en-GB").be(people[0]), phone(locale="en-GB").be(official)
    mine.go(f"/c/{community.slug}/")
    mine.tap("Ask for something")
    mine.page.get_by_label("What is it?").fill("Lamp at number 3 is out")
    mine.tap("Send").says("Lamp at number 3 is out").says("The residents' committee answers by")
    number = mine.page.url.rsplit("/", 1)[1]

    desk.go(f"/c/{community.slug}/desk/")
    desk.tap("Lamp at number 3 is out")
    desk.page.get_by_role("link", name="Answer", exact=True).click()
    desk.page.get_by_label("Accept, with the steps").check()
    desk.page.get_by_label("In words the author understands").fill("A new bulb tomorrow")
    desk.page.get_by_label("Done by").fill(f"{clock.now() + 7 * DAY:%Y-%m-%d}")
    desk.tap("Send the answer").says("A new bulb tomorrow")
    desk.tap("It is done")
    desk.page.get_by_label("In your words").fill("It shines again")
    desk.tap("It is done")

    mine.go(f"/c/{community.slug}/")
    mine.says("Please confirm").tap("Look and answer")
    if not mine.page.url.endswith("confirmation"):
        mine.tap("Look and answer")
    mine.page.get_by_label("Yes, it is done").check()
    mine.tap("Send my answer").says("Confirmed by residents")
    assert number in mine.page.url


def test_a_proposal_is_written_supported_and_spoken_to(phone, make, town):
    _, community, people, _, _ = town
    mine, neighbour = phone(locale="en-GB").be(people[0]), phone(locale="en-GB").be(people[1])
    mine.go(f"/c/{community.slug}/proposals/")
    mine.tap("Ask or propose").tap("I have an idea for all")
    mine.page.get_by_label("What should be done?").fill("Benches by the gate")
    mine.page.get_by_label("Why, and where?").fill("People wait there standing")
    mine.tap("Propose it").says("Benches by the gate")
    neighbour.page.goto(mine.page.url)
    neighbour.tap("I support this")
    neighbour.page.get_by_text("1 household supports this").wait_for()
    neighbour.tap("Say what I think")
    neighbour.page.get_by_label("What do you say?").fill("My mother would sit there")
    neighbour.tap("Send").says("My mother would sit there")


def test_the_committee_prepares_a_vote_by_plain_questions(phone, make, town, javascript):
    _, community, _, official, _ = town
    desk = phone(locale="en-GB").be(official)
    desk.go(f"/c/{community.slug}/desk/")
    desk.tap("Ask all: prepare a vote").says("Whose decision is it?")
    desk.page.get_by_label("Residents").check()
    desk.tap("Continue").says("What is it for?")
    desk.tap("Decide a common matter, household by household")
    assert desk.page.get_by_label("The sum").count() == 0
    desk.page.get_by_label("The question").fill("Five waste points instead of twelve")
    desk.page.get_by_label("What people need to know").fill("For sixty days")
    desk.page.get_by_label("Whose matter is it?").select_option(label="the whole community")
    desk.page.get_by_label("Opens on").fill(f"{clock.now() + 9 * DAY:%Y-%m-%d}")
    desk.page.get_by_label("Closes at the end of").fill(f"{clock.now() + 15 * DAY:%Y-%m-%d}")
    desk.tap("Make a draft").says(
        "More than half of the households must take part, and more than half of those must say yes."
    )
    desk.page.get_by_text("households 11 must take part").wait_for()
    desk.tap("Give notice: fix the text and tell all")
    desk.says("Really give notice?").tap("Really give notice?" if javascript else "Yes, go on")
    desk.says("Notice was given.")


def test_a_household_votes_in_words_and_the_result_is_counted(phone, make, town):
    _, community, people, official, _ = town
    now = clock.now()
    with clock.at(now - 9 * DAY), make.inside(community):
        visitor = make.visitor(official, community)
        poll = noticed(
            visitor, polls.Question("COMM-HH", "Five waste points", "Instead of twelve", now - DAY, now + DAY)
        )
        db.commit()
    with make.app.app_context():
        jobs.run_jobs(community.id)
    mine = phone(locale="en-GB").be(people[0])
    mine.go(f"/c/{community.slug}/polls/{poll.number}")
    assert mine.page.locator("input[name=choice]:checked").count() == 0
    mine.page.get_by_label("Yes").check()
    mine.tap("Continue").says("Is this your choice?").says("Yes")
    mine.tap("Cast this vote")
    mine.page.get_by_text("You can change it until").wait_for()
    with clock.at(now + DAY + timedelta(minutes=1)), make.app.app_context():
        jobs.run_jobs(community.id)
    mine.go(f"/c/{community.slug}/polls/{poll.number}/result")
    mine.says("only the decision is published")


def test_a_resident_signs_up_for_a_shift(phone, make, town):
    _, community, people, _, _ = town
    organiser = make.official(community, "grid_worker")
    with make.inside(community):
        starts = clock.now() + DAY
        shift = shifts.post(
            make.visitor(organiser, community),
            shifts.Plan("Carry shopping", starts, starts + timedelta(hours=2), 2, place="Gate"),
        )
        db.commit()
    mine = phone(locale="en-GB").be(people[0])
    mine.go(f"/c/{community.slug}/volunteering/")
    mine.tap("Carry shopping").says("2 places free")
    mine.tap("I will help")
    mine.page.get_by_text("You are signed up.").wait_for()
    mine.tap("I cannot come")
    mine.page.get_by_text("2 places free").wait_for()
    assert shift.number


def test_someone_drawn_by_lot_answers_four_questions(phone, make, town):
    _, community, people, _, board = town
    with make.inside(community):
        held = ratings.start(make.visitor(board, community))
        db.commit()
    mine = phone(locale="en-GB").be(people[0])
    mine.go(f"/c/{community.slug}/")
    mine.says("You were drawn by lot").go(f"/c/{community.slug}/ratings/{held.number}")
    for question in ("q1", "q2", "q3"):
        mine.page.locator(f"#{question}-1").check()
    mine.page.locator("#q4-5").check()
    mine.tap("Seal my answers").says("You have answered.")


def test_the_district_reads_what_was_published(phone, make, town):
    region, community, *_ = town
    reviewer = make.reviewer(region)
    desk = phone(locale="en-GB", width=1280, height=800).be(reviewer)
    desk.go(f"/r/{region.code}/")
    desk.says("望河社区").tap("望河社区").says("This look has been written into the community's log.")


def test_a_refusal_keeps_what_was_typed(phone, make, town):
    _, community, people, _, _ = town
    mine = phone(locale="en-GB").be(people[0])
    mine.go(f"/c/{community.slug}/proposals/new?kind=proposal")
    mine.page.get_by_label("Why, and where?").fill("People wait there standing")
    mine.tap("Propose it").says("Please say what should be done.")
    assert mine.page.get_by_label("Why, and where?").input_value() == "People wait there standing"
    mine.problems.clear()  # the browser notes the 422 itself


def test_the_language_is_changed_by_one_tap(phone, make, town):
    _, community, *_ = town
    mine = phone(locale="zh-CN")
    mine.go(f"/c/{community.slug}/")
    mine.tap("English").says("Today you can")
