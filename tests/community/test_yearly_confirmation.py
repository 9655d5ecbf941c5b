"""Once a year a household says, by one tap, whether its number of adults still holds."""

from datetime import timedelta

import pytest

from app.community.models import AdultsSaid
from app.core import clock
from tenants import db

YEAR = timedelta(days=366)


@pytest.fixture
def home(make, community):
    return make.household(
        community, building="7", unit="1", room="301", adults=2, adults_confirmed_at=clock.now() - YEAR
    )


def again(make, community, row):
    with make.inside(community):
        return db.session.get(type(row), (community.id, row.id))


def test_a_number_of_last_year_is_asked_about_and_one_tap_answers(make, community, home):
    member = make.browser(make.member(community, household=home), community)
    assert "您家还是住着 2 位成年人吗" in member.get("").text
    assert "已超过一年" in member.get("join").text
    assert member.post("join/adults", adults="2").status_code == 303
    now = again(make, community, home)
    assert (now.adults, now.adults_said_by) == (2, AdultsSaid.HOUSEHOLD)
    assert clock.now() - now.adults_confirmed_at < timedelta(minutes=1)
    assert "您家还是住着" not in member.get("").text


def test_another_number_is_said_as_easily_and_the_totals_follow(make, community, home):
    member = make.browser(make.member(community, household=home), community)
    assert member.post("join/adults", adults="4").status_code == 303
    assert make.grid_of(community).adults == 4


@pytest.mark.parametrize(("adults", "status"), [("0", 422), ("21", 422), ("", 422), ("two", 422), ("1", 409)])
def test_what_cannot_be_is_said(make, community, home, adults, status):
    member = make.browser(make.member(community, household=home), community)
    make.member(community, household=home)
    answer = member.post("join/adults", adults=adults)
    assert answer.status_code == status
    assert again(make, community, home).adults == 2


def test_only_those_who_live_there_say_it(make, community, home):
    for who in (make.member(community, verified=False), make.official(community)):
        assert make.browser(who, community).post("join/adults", adults="2").status_code == 403


def test_the_desk_shows_what_is_over_a_year_old(make, community, home):
    desk = make.browser(make.official(community), community)
    assert "超过一年" in desk.get("desk/households", building="7", unit="1").text
    assert "1 户的成年人数是一年多以前的" in desk.get("desk/households").text


def test_nobody_is_asked_about_a_number_of_this_year(make, community):
    fresh = make.household(community, adults_confirmed_at=clock.now() - timedelta(days=300))
    member = make.browser(make.member(community, household=fresh), community)
    assert "您家还是住着" not in member.get("").text
