"""What can I do today: each adult of a household reads what they themselves did."""

from app.community.models import Household
from tenants import db
from tests.polls.conftest import town  # noqa: F401  (the same community)
from tests.polls.steps import open_poll


def test_the_other_adult_reads_that_the_household_voted_not_that_they_did(make, town):  # noqa: F811
    community, people, _ = town
    poll = open_poll(make, town)
    with make.inside(community):
        home = db.session.get_one(Household, (community.id, people[0].household_id))
    partner = make.member(community, household=home)
    voter, other = (make.browser(one, community, locale="en") for one in (people[0], partner))
    assert voter.post(f"polls/{poll.number}/ballot", choice="yes", step="cast").status_code == 303
    assert "you have voted; you can change it" in voter.get("").text
    page = other.get("").text
    assert "your household has voted, through someone else of it" in page
    assert "you can change it" not in page
