"""Which days are worked, by the calendar a profile names: statutory holidays by the library `holidays`; the weekends
worked instead, and the days taken off for them, as data of the profile, each year with its source.
"""

from datetime import date
from functools import cache

import holidays

from app.core import profiles

WEEKDAYS = "weekdays"  # a calendar that knows no holidays
SUBSTITUTED = "substituted from"  # the library's own word for swapped days: ours stand in the profile, with a source


def swaps_known(year: int, profile: str) -> bool:
    """Whether it is settled which weekends of the year are worked; always, where the profile's country swaps none."""
    given = profiles.profile(profile)
    return "swapped_days" not in given or str(year) in given["swapped_days"]


def is_working_day(day: date, profile: str) -> bool:
    off, worked = _year(day.year, profile)
    return day in worked or (day.weekday() < 5 and day not in off)


@cache
def _year(year: int, profile: str) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, weekends worked), put together when the first day of the year is asked for."""
    given = profiles.profile(profile)
    if given["calendar"] == WEEKDAYS:
        return frozenset(), frozenset()
    country = holidays.country_holidays(given["calendar"], years=year, language="en_US")
    statutory = {day for day, name in country.items() if SUBSTITUTED not in name}
    swapped = given.get("swapped_days", {}).get(str(year), {"off": [], "worked": []})
    return frozenset(statutory | set(swapped["off"])), frozenset(swapped["worked"])
