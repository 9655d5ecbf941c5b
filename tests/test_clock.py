"""Working days, quarters and due times, over in-lieu days, unknown years and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.working_days import is_working_day, swaps_known

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
        (date(2027, 1, 1), False),  # a Friday, before the swaps of its year are known
        (date(2027, 2, 5), False),  # New Year's Eve
        (date(2027, 2, 10), False),  # the last of the days given for a weekend inside the holiday
        (date(2027, 2, 11), True),
    ],
)
def test_chinas_holidays_and_in_lieu_days_count(day, working):
    assert is_working_day(day, "cn") is working


WORKED = {  # days worked a month, as the library chinesecalendar 1.11 counted them
    2024: [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
}


@pytest.mark.parametrize("year", WORKED)
def test_the_swapped_days_of_past_years_are_all_there(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year == 2024))]
    found = [sum(is_working_day(day, "cn") for day in days if day.month == month) for month in range(1, 13)]
    assert found == WORKED[year]


def test_it_is_said_which_years_swaps_are_known():
    assert swaps_known(2026, "cn")
    assert not swaps_known(2027, "cn")
    assert swaps_known(2027, "generic")


@pytest.mark.parametrize(
    ("asked", "due"), [("2026-12-28", "2027-01-05"), ("2027-02-04", "2027-02-17"), ("2026-09-28", "2026-10-10")]
)
def test_an_answer_is_due_after_the_holidays_of_its_own_year(asked, due):
    moment = datetime.fromisoformat(asked).replace(hour=10, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = clock.due_after_working_days(moment, 5, "Asia/Shanghai", "cn")
    assert found == clock.midnight_after(date.fromisoformat(due), "Asia/Shanghai")


def test_five_working_days_jump_over_the_national_holiday():
    asked = datetime(2025, 9, 29, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    due = clock.due_after_working_days(asked, 5, "Asia/Shanghai", "cn")
    assert due.astimezone(ZoneInfo("Asia/Shanghai")) == datetime(2025, 10, 14, tzinfo=ZoneInfo("Asia/Shanghai"))


@given(moments, st.integers(0, 20), st.sampled_from(ZONES))
def test_a_due_time_is_midnight_of_its_zone_and_the_days_left_agree(moment, days, zone):
    due = clock.due_after_working_days(moment, days, zone, "generic")
    local = clock.local(due, zone)
    assert (local.hour, local.minute) == (0, 0)
    assert clock.working_days_left(due, zone, "generic", at=moment) == days
    assert due > moment or days == 0


@given(moments, st.sampled_from(ZONES))
def test_a_quarter_holds_its_moment_and_follows_the_one_before(moment, zone):
    name, here = clock.quarter(moment, zone), clock.local(moment, zone)
    assert name == f"{here:%Y}Q{-(-here.month // 3)}"
    first = here.replace(month=here.month - (here.month - 1) % 3, day=1, hour=12)
    assert clock.quarter(first - timedelta(days=1), zone) == clock.quarters_back(name, 1)
    assert clock.quarters_back(clock.quarters_back(name, 5), -5) == name


def test_overdue_days_are_negative():
    due = clock.due_after_days(datetime(2026, 3, 2, 9, tzinfo=UTC), 0, "Europe/London")
    assert clock.working_days_left(due, "Europe/London", "generic", at=datetime(2026, 3, 4, 9, tzinfo=UTC)) < 0


def test_a_day_of_23_hours_still_ends_at_midnight():
    due = clock.due_after_days(datetime(2026, 3, 28, 12, tzinfo=UTC), 1, "Europe/London")
    assert clock.local(due, "Europe/London").isoformat() == "2026-03-30T00:00:00+01:00"


def test_now_can_be_told_and_is_given_back():
    then = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
    assert clock.now() > then
