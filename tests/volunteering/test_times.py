"""Shifts by the clocks on the wall, over nights in which these are changed; what is past, by its date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import select

from app.community.models import PostKind
from app.core import clock
from app.notifications.models import Notification
from app.volunteering.models import Shift
from tenants import db

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def town(make):
    community = make.community(profile="generic", zone="Europe/London")
    return community, make.official(community, PostKind.GRID_WORKER)


def posted(make, town, day, begins, ends):
    community, organiser = town
    with clock.at(datetime.combine(day, datetime.min.time(), LONDON) - timedelta(days=3)):
        return make.browser(organiser, community, locale="en").post(
            "volunteering/new", kind="shift", title="Night walk", place="Gate", day=day.isoformat(), begins=begins, ends=ends,
            places=3,
        )  # fmt: skip


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 10, 30)], ids=["forward", "back"])
def test_a_night_shift_ends_at_the_time_that_was_said_whatever_the_clocks_do(make, town, day):
    response = posted(make, town, day, "22:00", "06:00")
    assert response.status_code == 303, response.text
    with make.inside(town[0]):
        shift = db.session.scalars(select(Shift)).one()
    shown = [clock.local(moment, "Europe/London") for moment in (shift.starts_at, shift.ends_at)]
    assert [f"{moment:%d %H:%M}" for moment in shown] == [f"{day:%d} 22:00", f"{day + timedelta(days=1):%d} 06:00"]
    assert shift.ends_at - shift.starts_at == timedelta(hours=7 if day.month == 3 else 9)


@pytest.mark.parametrize(("begins", "ends", "gap"), [("01:30", "05:00", "01:30"), ("00:15", "01:00", "01:00")])
def test_a_time_that_does_not_exist_is_refused_by_name(make, town, begins, ends, gap):
    response = posted(make, town, date(2027, 3, 28), begins, ends)
    assert response.status_code == 422
    assert f"there is no {gap}" in response.text
    assert "Night walk" in response.text


def test_a_time_that_comes_twice_is_the_first(make):
    assert clock.instant(date(2027, 10, 31), datetime(2027, 1, 1, 1, 30).time(), "Europe/London").hour == 0


def test_what_is_past_stands_by_its_date_the_latest_first(make, town):
    community, organiser = town
    now = clock.now()
    for number, days in ((1, 3), (2, 9), (3, 1), (4, 30)):
        starts = now - timedelta(days=days)
        make.row(
            Shift, community, number=number, organiser_id=organiser.id, title=f"Walk {days}", starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )  # fmt: skip
    page = make.browser(organiser, community, locale="en").get("volunteering/?show=past").text
    places = [page.index(f"Walk {days}<") for days in (1, 3, 9, 30)]
    assert places == sorted(places)


def test_an_event_of_the_feed_leads_to_its_page(make, town):
    community, organiser = town
    starts = clock.now() + timedelta(days=1)
    shift = make.row(Shift, community, organiser_id=organiser.id, starts_at=starts, ends_at=starts + timedelta(hours=1))
    browser = make.browser(None, community)
    event = icalendar.Calendar.from_ical(browser.get("volunteering/calendar.ics").data).walk("VEVENT")[0]
    assert str(event["URL"]).startswith("http")
    assert browser.get("/" + str(event["URL"]).split("/", 3)[3]).status_code == 200
    assert str(event["URL"]).endswith(f"/shifts/{shift.number}")


def test_a_place_given_back_twice_is_given_back_once(make, town):
    community, organiser = town
    starts = clock.now() + timedelta(days=1)
    shift = make.row(
        Shift, community, organiser_id=organiser.id, starts_at=starts, ends_at=starts + timedelta(hours=1), places=2
    )
    address = f"volunteering/shifts/{shift.number}/sign-up"
    browser, never = make.browser(make.member(community), community), make.browser(make.member(community), community)
    assert browser.post(address).status_code == 303
    assert [browser.post(address, withdraw=1).status_code for _ in range(2)] == [303, 303]
    assert never.post(address, withdraw=1).status_code == 409
    with make.inside(community):
        assert db.session.scalars(select(Shift.taken)).one() == 0


def test_whoever_was_to_be_helped_is_told_that_it_is_called_off(make, town):
    community, organiser = town
    receiver, starts = make.member(community), clock.now() + timedelta(days=1)
    shift = make.row(
        Shift, community, organiser_id=organiser.id, receiver_id=receiver.id, starts_at=starts,
        ends_at=starts + timedelta(hours=1),
    )  # fmt: skip
    assert (
        make.browser(organiser, community)
        .post(f"volunteering/shifts/{shift.number}/calling-off", sure="yes")
        .status_code
        == 303
    )
    with make.inside(community):
        told = db.session.scalars(select(Notification.kind).where(Notification.membership_id == receiver.id)).all()
    assert told == ["shift.cancelled"]


def test_a_shift_stays_a_month_in_the_calendars_of_those_who_follow(make, town):
    community, organiser = town
    for days in (-40, -3, 3):
        starts = clock.now() + timedelta(days=days)
        make.row(
            Shift, community, organiser_id=organiser.id, title=f"Day {days}", starts_at=starts,
            ends_at=starts + timedelta(hours=1), places=2,
        )  # fmt: skip
    feed = make.browser(None, community).get("volunteering/calendar.ics").text
    assert [title in feed for title in ("Day -40", "Day -3", "Day 3")] == [False, True, True]


def test_a_shift_that_ends_at_midnight_ends_at_24_00_of_its_day(make, town):
    shift = posted(make, town, date(2027, 5, 3), "20:00", "00:00")
    with clock.at(datetime(2027, 5, 1, 12, tzinfo=LONDON)):
        browser = make.browser(town[1], town[0], locale="en")
        assert "3 May 20:00–24:00" in browser.get(shift.location).text
        assert "20:00–24:00" in browser.get("volunteering/").text
