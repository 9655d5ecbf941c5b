"""A vote from the plain questions to the recount, by requests, on both databases."""

import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.community.models import Household, Membership
from app.community.operations.households import name_representative
from app.core import clock
from app.core.refusal import Refused
from app.demo.telling import again
from app.outbox import jobs
from app.polls import closing, export, operations
from app.polls.models import Ballot, Elector, Participation, Poll, PollState
from app.polls.rule import read_hash
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.polls.steps import DAY, closed, noticed, open_poll, read_by_all
from tests.support.village import poll_values


def test_a_household_votes_once_changes_its_mind_and_is_counted(app, make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    partner = make.member(
        community, household=_household(make, community, people[0]), verified_at=clock.now() - 30 * DAY
    )
    first, second = make.browser(people[0], community), make.browser(partner, community)

    asked_again = first.post(f"polls/{poll.number}/ballot", choice="no")
    assert asked_again.status_code == 200  # the choice is read once more before it is cast
    first.post(f"polls/{poll.number}/ballot", choice="no", step="cast")
    assert "同一" not in second.get(f"polls/{poll.number}").text
    refused = second.post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    assert refused.status_code == 409
    first.post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    for person in people[1:8]:
        make.browser(person, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")

    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    document = make.browser(None, community).get(f"polls/{poll.number}/result.json").json
    decision = {"passed": True, "quorum_met": True, "winners": []}
    assert document["result"] == decision  # fewer than ten voted
    assert document["ballots"] is document["ballot_root"] is None
    assert make.browser(None, community).get(f"polls/{poll.number}/result").status_code == 200


def _household(make, community, member):
    with make.inside(community):
        return db.session.scalars(select(Household).where(Household.id == member.household_id)).one()


def test_ballots_are_published_and_recount_from_ten_on(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    for place, person in enumerate(people[:11]):
        make.browser(person, community).post(
            f"polls/{poll.number}/ballot", choice="yes" if place < 7 else "no", step="cast"
        )
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    document = make.browser(None, community).get(f"polls/{poll.number}/result.json").json
    assert len(document["ballots"]) == 11
    assert export.recount(document) == []


@pytest.mark.parametrize(("who", "status"), [("stranger", 303), ("pending", 403), ("newcomer", 403), ("official", 403)])
def test_only_those_on_the_roll_vote(make, town, who, status):
    community, _, official = town
    poll = open_poll(make, town)
    person = {
        "stranger": None, "pending": make.member(community, verified=False), "newcomer": make.member(community), "official": official,
    }[who]  # fmt: skip
    response = make.browser(person, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    assert response.status_code == status


@pytest.mark.parametrize("choice", [[], ["maybe"], ["yes", "no"]])
def test_a_bad_choice_gets_a_sentence_and_nothing_is_stored(make, town, choice):
    community, people, _ = town
    poll = open_poll(make, town)
    response = make.browser(people[0], community).post(f"polls/{poll.number}/ballot", choice=choice, step="cast")
    assert response.status_code == 422
    assert 'id="choice-error"' in response.text  # beside the ballot's own field
    with make.inside(community):
        assert not db.session.scalars(select(Elector.id).where(Elector.membership_id.is_not(None))).all()


def test_after_the_close_and_before_the_opening_nobody_votes(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    for moment in (poll.closes_at, poll.opens_at - DAY):
        with clock.at(moment):
            response = make.browser(people[0], community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
        assert response.status_code == 409


def test_a_named_representative_votes_and_nobody_else(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    partner = make.member(
        community, household=_household(make, community, people[0]), verified_at=clock.now() - 30 * DAY
    )
    with make.inside(community):
        home = db.session.scalars(select(Household).where(Household.id == partner.household_id)).one()
        name_representative(make.visitor(partner, community), home, again(Membership, partner))
        db.commit()
    assert (
        make.browser(people[0], community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast").status_code
        == 409
    )
    make.browser(partner, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    with make.inside(community):
        assert db.session.scalars(select(Elector.membership_id).where(Elector.membership_id.is_not(None))).all() == [
            partner.id
        ]


def test_whoever_is_named_after_another_voted_may_replace_that_vote_and_all_are_told(make, town):
    community, people, _ = town
    home = _household(make, community, people[0])
    partner, child = make.member(community, household=home), make.member(community, household=home)
    poll = open_poll(make, town)
    address = f"polls/{poll.number}/ballot"
    first, named = make.browser(people[0], community, locale="en"), make.browser(partner, community, locale="en")
    assert first.post(address, choice="no", step="cast").status_code == 303
    assert named.post(address, choice="yes", step="cast").status_code == 409
    with make.inside(community):
        here = db.session.scalars(select(Household).where(Household.id == home.id)).one()
        name_representative(make.visitor(people[0], community), here, again(Membership, partner))
        db.commit()
    for person in (people[0], partner, child):
        assert "may replace one that was cast before" in make.browser(person, community, locale="en").get("inbox").text
    assert "what you choose replaces that vote" in named.get(f"polls/{poll.number}").text
    assert named.post(address, choice="yes", step="cast").status_code == 303
    assert "Choosing again replaces it" in named.get(f"polls/{poll.number}").text
    for other in (first, make.browser(child, community, locale="en")):
        assert other.post(address, choice="no", step="cast").status_code == 409
    for person in people[1:11]:
        assert make.browser(person, community).post(address, choice="yes", step="cast").status_code == 303
    closed(town, poll)
    assert read_by_all(make, town, poll).json["result"]["tally"] == {"yes": 11, "no": 0, "abstain": 0}


def test_the_end_of_a_day_is_its_24_hours_where_the_clocks_go_forward_at_midnight_too(make):
    """In Santiago 5 September 2027 begins at one o'clock."""
    community = make.community(zone="America/Santiago")
    now, closes = datetime(2027, 9, 2, 12, tzinfo=UTC), clock.midnight_after(date(2027, 9, 4), community.zone)
    poll = make.row(Poll, community, **poll_values(now) | {"opens_at": now, "closes_at": closes})
    with clock.at(now + timedelta(hours=1)):
        page = make.browser(None, community, locale="en").get(f"polls/{poll.number}").text
    assert "4 Sep, 24:00" in page
    assert "5 Sep" not in page


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
def test_the_end_of_a_day_is_said_as_its_24_hours_on_every_page(make, town, locale):
    """A vote that closes at the end of 5 December is not said to close on the sixth."""
    community, people, official = town
    now = datetime(2026, 12, 1, 4, tzinfo=UTC)
    matter = make.row(
        Proposal, community, author_id=people[0].id, kind=Kind.PROPOSAL, state=State.DELIBERATING, visible_at=now, title="路灯",
    )  # fmt: skip
    with clock.at(now), make.inside(community):
        closes = clock.midnight_after(date(2026, 12, 5), community.zone)
        visitor = make.visitor(official, community)
        question = operations.Question("STRAW", "题", "文", now, closes, proposal=matter)
        poll = noticed(visitor, question)
        other = operations.draft(visitor, operations.Question("STRAW", "稿", "文", now, closes))
        db.commit()
    jobs_at(community, now)
    said, never = {"en": ("5 Dec, 24:00", "6 Dec"), "zh_Hans": ("12 月 5 日 24:00", "12 月 6 日")}[locale]
    with clock.at(now + timedelta(minutes=5)):
        browser, desk = (
            make.browser(people[0], community, locale=locale),
            make.browser(official, community, locale=locale),
        )
        pages = {
            path: browser.get(path).text
            for path in ("", "polls/", f"polls/{poll.number}", f"proposals/{matter.number}")
        }
        pages["draft"] = desk.get(f"polls/{other.number}").text
        browser.post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
        pages["cast"] = browser.get(f"polls/{poll.number}/ballot").text
        pages["board"] = browser.get("board/" + re.search(r'/board/(\d+)"', browser.get("board/").text)[1]).text
    for path, page in pages.items():
        if path != "board":
            assert said in page.replace("\u00a0", " "), path
        assert never not in page.replace("\u00a0", " "), path


def jobs_at(community, moment):
    with clock.at(moment + timedelta(minutes=1)):
        jobs.run_jobs(community.id)


def test_eight_adults_of_one_household_at_once_are_one_vote(app, make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    home = _household(make, community, people[0])
    adults = [
        people[0],
        *(make.member(community, household=home, verified_at=clock.now() - 30 * DAY) for _ in range(7)),
    ]
    browsers, answers = [make.browser(one, community) for one in adults], []

    def go(browser):
        answers.append(
            browser.client.post(
                browser.path(f"polls/{poll.number}/ballot"), data={"choice": "yes", "step": "cast"}
            ).status_code
        )

    threads = [threading.Thread(target=go, args=(one,)) for one in browsers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [303] + [409] * 7


def test_casting_takes_seven_statements_at_most_and_one_update(app, make, town):
    from tests.support.counting import Counted

    community, people, _ = town
    poll = open_poll(make, town)
    browser = make.browser(people[0], community)
    with Counted(db.engines.app) as counted:
        browser.post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    assert len(counted.statements) <= 7, counted.statements
    assert [text.split()[1] for text in counted.statements if text.startswith("UPDATE")] == ["elector"]


def test_after_the_count_nothing_joins_a_person_and_a_ballot(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    for person in people:
        make.browser(person, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    with make.inside(community):
        sealed = db.session.scalars(select(Elector.sealed).where(Elector.sealed.is_not(None))).all()
        assert len({len(one) for one in sealed}) == 1  # one length: it tells nothing
        assert all(b"yes" not in one for one in sealed)
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    with make.inside(community):
        row = db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()
        assert row.state is PollState.PUBLISHED
        assert not db.session.scalars(select(Elector.id).where(Elector.sealed.is_not(None))).all()
        assert all(ballot.id.version == 4 for ballot in db.session.scalars(select(Ballot)))
        assert set(Ballot.__mapper__.columns.keys()) == {"community_id", "id", "poll_id", "choice"}
        assert len(db.session.scalars(select(Participation)).all()) == len(people)


def test_a_count_killed_halfway_starts_again_and_two_workers_count_once(make, town, monkeypatch):
    community, people, _ = town
    poll = open_poll(make, town)
    for person in people:
        make.browser(person, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        real = closing._tell
        monkeypatch.setattr(closing, "_tell", lambda *_: 1 / 0)
        jobs.run_jobs(community.id)
        with make.inside(community):
            assert db.session.scalars(select(Poll.state).where(Poll.id == poll.id)).one() is PollState.NOTICED
            assert not db.session.scalars(select(Ballot)).all()
        monkeypatch.setattr(closing, "_tell", real)
    with clock.at(poll.closes_at + timedelta(hours=1)):
        threads = [
            threading.Thread(target=_work, args=(community.id, poll.closes_at + timedelta(hours=1))) for _ in range(2)
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    with make.inside(community):
        assert len(db.session.scalars(select(Ballot)).all()) == len(people)


def _work(community_id, moment):
    with clock.at(moment):
        jobs.run_jobs(community_id)


def test_a_common_decision_needs_rules_notice_and_the_future(make):
    community = make.community()
    official = make.official(community)
    now = clock.now()
    with make.inside(community):
        visitor = make.visitor(official, community)
        with pytest.raises(Refused, match="rules"):
            operations.draft(visitor, operations.Question("COMM-HH", "题", "文", now + 8 * DAY, now + 20 * DAY))
        straw = noticed(visitor, operations.Question("STRAW", "题", "文", now, now + 3 * DAY))
        with pytest.raises(Refused, match="already"):
            operations.notice(visitor, straw, read_hash(straw, community))
        with pytest.raises(Refused, match="60 days"):
            operations.draft(visitor, operations.Question("STRAW", "题", "文", now, now + 90 * DAY))


def test_a_straw_poll_of_four_shows_no_figures(make, town):
    community, people, _ = town
    poll = open_poll(make, town, "STRAW", kind="choose_one", options=[("长椅", None), ("花箱", None)])
    for person in people[:4]:
        make.browser(person, community).post(f"polls/{poll.number}/ballot", choice="1", step="cast")
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    page = make.browser(None, community).get(f"polls/{poll.number}/result").text
    assert "<table" not in page


@pytest.mark.parametrize(
    ("profile", "locale", "sums"),
    [
        ("cn", "zh_Hans", ("4,860 元", "4,860.5 元", "1.2 万元")),
        ("cn", "en", ("4,860 yuan", "4,860.5 yuan", "12,000 yuan")),
        ("generic", "zh_Hans", ("£4,860", "£4,860.50", "£12,000")),
        ("generic", "en", ("£4,860", "£4,860.50", "£12,000")),
    ],
)
def test_sums_are_written_in_the_currency_of_the_profile(make, profile, locale, sums):
    community = make.community(profile=profile)
    official = make.official(community)
    projects = [("Lamps", 486_000), ("Benches", 486_050), ("Trees", 1_200_000)]
    poll = open_poll(make, (community, [], official), "FUND", options=projects, budget=1_500_000)
    page = make.browser(official, community, locale=locale).get(f"polls/{poll.number}").text
    assert all(f">{said}<" in page for said in sums), page
