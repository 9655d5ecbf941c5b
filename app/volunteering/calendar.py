"""Shifts as an iCalendar feed (RFC 5545), times in UTC."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from icalendar import Calendar, Event

PRODUCT = "-//Gongzhi//EN"


def feed(name: str, shifts: Iterable[Any], source: str, links: Mapping[int, str]) -> bytes:
    """One calendar with an event a shift.

    `source` is unique to the community ("quanhe.example.org"): numbers are only unique inside it. `links`: by number,
    the address of its page.
    """
    calendar = Calendar({"version": "2.0", "prodid": PRODUCT, "x-wr-calname": name})
    for shift in shifts:
        event = Event()
        event.add("uid", f"shift-{shift.number}@{source}")
        event.add("dtstamp", shift.created_at.astimezone(UTC))
        event.add("dtstart", shift.starts_at.astimezone(UTC))
        event.add("dtend", shift.ends_at.astimezone(UTC))
        event.add("summary", shift.title)
        event.add("location", shift.place)
        event.add("url", links[shift.number])
        calendar.add_component(event)
    return calendar.to_ical()
