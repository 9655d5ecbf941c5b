"""Working days, quarters and due times, over in-lieu days, unknown years and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock

ZONES = ("Asia/Shanghai", "Europe/London", "America/New_York", "Pacific/Auckland")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 10, 1), False),  # National Day
        (date(2025, 10, 8), False),  # the holiday's last day, a Wednesday
        (date(2025, 9, 28), True),  # a Sunday worked in lieu
        (date(2025, 10, 11), True),  # a Saturday worked in lieu
        (date(2025, 10, 12), False),
    ],
)
def test_chinas_in_lieu_days_count(day, working):
    assert clock.is_working_day(day, "CN") is working


def test_a_year_without_data_counts_monday_to_friday_and_says_so():
    assert clock.knows(2025, "CN")
    assert not clock.knows(2050, "CN")
    assert clock.is_working_day(date(2050, 1, 3), "CN")
    assert not clock.is_working_day(date(2050, 1, 1), "CN")


def test_five_working_days_jump_over_the_national_holiday():
    asked = datetime(2025, 9, 29, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    due = clock.due_after_working_days(asked, 5, "Asia/Shanghai", "CN")
    assert due.astimezone(ZoneInfo("Asia/Shanghai")) == datetime(2025, 10, 14, tzinfo=ZoneInfo("Asia/Shanghai"))


@given(moments, st.integers(0, 20), st.sampled_from(ZONES))
def test_a_due_time_is_midnight_of_its_zone_and_the_days_left_agree(moment, days, zone):
    due = clock.due_after_working_days(moment, days, zone, "weekdays")
    local = clock.local(due, zone)
    assert (local.hour, local.minute) == (0, 0)
    assert clock.working_days_left(due, zone, "weekdays", at=moment) == days
    assert due > moment or days == 0


@given(moments, st.sampled_from(ZONES))
def test_a_quarter_holds_its_moment_and_follows_the_one_before(moment, zone):
    name = clock.quarter(moment, zone)
    start, end = clock.quarter_span(name, zone)
    assert start <= moment < end
    assert clock.quarter(start - timedelta(seconds=1), zone) == clock.quarters_back(name, 1)
    assert clock.quarters_back(clock.quarters_back(name, 5), -5) == name


def test_overdue_days_are_negative():
    due = clock.due_after_days(datetime(2026, 3, 2, 9, tzinfo=UTC), 0, "Europe/London")
    assert clock.working_days_left(due, "Europe/London", "weekdays", at=datetime(2026, 3, 4, 9, tzinfo=UTC)) < 0


def test_a_day_of_23_hours_still_ends_at_midnight():
    due = clock.due_after_days(datetime(2026, 3, 28, 12, tzinfo=UTC), 1, "Europe/London")
    assert clock.local(due, "Europe/London").isoformat() == "2026-03-30T00:00:00+01:00"


def test_now_can_be_told_and_is_given_back():
    then = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
    assert clock.now() > then
