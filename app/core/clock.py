"""Now, quarters and due times, which are UTC instants of 24:00 local."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.working_days import is_working_day

_set: ContextVar[datetime | None] = ContextVar("now", default=None)


def now() -> datetime:
    """The present instant in UTC."""
    return _set.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `now()` be another instant: for tests and for telling the demo's history."""
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


class NoSuchTime(ValueError):
    """A time of day that a local day leaves out, as its clocks go forward."""


def instant(day: date, at: time, zone: str) -> datetime:
    """What the clocks of the zone show on that day, as a UTC instant; the first where they show it twice."""
    shown = datetime.combine(day, at, ZoneInfo(zone))
    found = shown.astimezone(UTC)
    if found.astimezone(shown.tzinfo).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchTime(f"{at:%H:%M}")
    return found


def midnight_after(day: date, zone: str) -> datetime:
    """24:00 of a local day, as a UTC instant."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def quarter(instant: datetime, zone: str) -> str:
    """ "2026Q3", in the zone."""
    here = local(instant, zone)
    return f"{here.year}Q{(here.month + 2) // 3}"


def quarters_back(quarter: str, n: int) -> str:
    count = int(quarter[:4]) * 4 + int(quarter[5]) - 1 - n
    return f"{count // 4}Q{count % 4 + 1}"


def quarter_begins(quarter: str, zone: str, day: int = 1) -> datetime:
    """00:00 local of the quarter's first day, or of a later one of its first month, as a UTC instant."""
    first = date(int(quarter[:4]), int(quarter[5]) * 3 - 2, day)
    return midnight_after(first - timedelta(days=1), zone)


def due_after_days(instant: datetime, days: int, zone: str) -> datetime:
    """24:00 local of the n-th day after."""
    return midnight_after(local(instant, zone).date() + timedelta(days=days), zone)


def due_after_working_days(instant: datetime, days: int, zone: str, profile: str) -> datetime:
    """24:00 local of the n-th working day after the local day of `instant`, by the calendar of the profile."""
    day = local(instant, zone).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, profile)
    return midnight_after(day, zone)


def days_left(due: datetime, zone: str, at: datetime) -> int:
    """Days from a moment until the due day: 0 on that day itself."""
    return (local(due - timedelta(seconds=1), zone).date() - local(at, zone).date()).days


def working_days_left(due: datetime, zone: str, profile: str, at: datetime | None = None) -> int:
    """Working days until the due day: 0 today, negative when overdue."""
    today = local(at or now(), zone).date()
    last = local(due - timedelta(seconds=1), zone).date()
    step = 1 if last >= today else -1
    day, left = today, 0
    while day != last:
        if step > 0:
            day += timedelta(days=1)
            left += is_working_day(day, profile)
        else:
            left -= is_working_day(day, profile)
            day -= timedelta(days=1)
    return left if step > 0 else min(left, -1)
