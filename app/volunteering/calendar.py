"""Shifts as an iCalendar feed (RFC 5545), times in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any


def feed(name: str, shifts: Iterable[Any], source: str) -> str:
    """One calendar with an event a shift; lines folded at 75 octets and ended with CRLF.

    `source` is unique to the community ("quanhe.example.org"): numbers are only unique inside it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gongzhi//EN", f"X-WR-CALNAME:{_text(name)}"]
    for shift in shifts:
        lines += [
            "BEGIN:VEVENT", f"UID:shift-{shift.number}@{source}", f"DTSTAMP:{_utc(shift.created_at)}",
            f"DTSTART:{_utc(shift.starts_at)}", f"DTEND:{_utc(shift.ends_at)}", f"SUMMARY:{_text(shift.title)}",
            f"LOCATION:{_text(shift.place)}", "END:VEVENT",
        ]  # fmt: skip
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", "")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> str:
    """A character is never cut in two: folding counts octets but breaks between characters."""
    out, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 74:
            out, size = out + "\r\n ", 1
        out, size = out + character, size + octets
    return out + "\r\n"
