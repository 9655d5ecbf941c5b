"""A vote's doors are frozen with their people: nobody verified after the opening takes a household's voice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.models import Household
from app.core import clock
from app.outbox import jobs
from app.polls.models import Elector
from tenants import db
from tests.polls.steps import DAY, open_poll


def vote(make, community, who, poll, choice="yes"):
    return make.browser(who, community).post(f"polls/{poll.number}/ballot", choice=choice, step="cast")


def test_who_is_verified_after_the_opening_votes_for_no_household_that_had_people(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    late = make.member(community, household=_household(make, community, people[0]), verified_at=clock.now())
    answer = vote(make, community, late, poll)
    assert answer.status_code == 403
    assert "这一票由他们来投" in answer.text
    assert vote(make, community, people[0], poll, "no").status_code == 303
    with make.inside(community):
        row = db.session.scalars(select(Elector).where(Elector.unit_id == people[0].household_id)).one()
        assert row.membership_id == people[0].id


def _household(make, community, member):
    with make.inside(community):
        return db.session.scalars(select(Household).where(Household.id == member.household_id)).one()


def test_behind_an_empty_door_whoever_is_verified_until_the_close_votes(make, town):
    community, _, _ = town
    empty = make.household(community)
    poll = open_poll(make, town)
    late = make.member(community, household=empty, verified_at=clock.now())
    assert vote(make, community, late, poll).status_code == 303


@pytest.mark.parametrize("days", [1, 30])
def test_who_was_verified_before_votes_however_long_ago(make, town, days):
    community, people, _ = town
    home = _household(make, community, people[0])
    partner = make.member(community, household=home, verified_at=clock.now() - (10 + days) * DAY)
    poll = open_poll(make, town)
    assert vote(make, community, partner, poll).status_code == 303


def test_the_frozen_roll_still_counts_at_the_close(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    vote(make, community, people[0], poll)
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(community.id)
    assert make.browser(None, community).get(f"polls/{poll.number}/result").status_code == 200


def test_who_came_later_is_offered_no_ballot_that_would_be_refused(make, town):
    community, people, _ = town
    poll = open_poll(make, town)
    late = make.member(community, household=_household(make, community, people[0]), verified_at=clock.now())
    page = make.browser(late, community).get(f"polls/{poll.number}")
    assert 'name="choice"' not in page.text
    assert "这一票由他们来投" in page.text
    home = [make.browser(reader, community, locale="en").get("").text for reader in (late, people[0])]
    assert [("Look at it" in page, ">Vote<" in page) for page in home] == [(True, False), (False, True)]
    vote(make, community, people[0], poll)
    assert people[0].name in make.browser(late, community).get(f"polls/{poll.number}").text
