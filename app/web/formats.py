"""Moments, sums and sentences as the reader writes them: in their language and in the community's zone and currency."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import format_currency
from markupsafe import Markup, escape

from app.core import clock, profiles
from app.core.refusal import Refused
from app.core.working_days import swaps_known
from app.web.reader import NBSP, Reader, bound, gettext, language, reader
from app.web.terms import in_force, term

DATE = {"zh_Hans": "M 月 d 日", "en": "d MMM"}
DATE_WITH_YEAR = {"zh_Hans": "y 年 M 月 d 日", "en": "d MMM y"}


def as_date(moment: datetime | None, by: Reader | None = None) -> str:
    """11 月 24 日 / 24 Nov; with the year where it is not this one."""
    if moment is None:
        return ""
    by = by or reader()
    return _written(clock.local(moment, by.zone).date(), by)


def as_iso(moment: datetime) -> str:
    """The day, for machines: 2026-11-24."""
    return clock.local(moment, reader().zone).date().isoformat()


def as_day(day: date) -> str:
    """The same of a day that is no moment, such as the last one of a term."""
    return _written(day, reader())


def _written(day: date, by: Reader) -> str:
    this_year = clock.local(clock.now(), by.zone).year == day.year
    return _day(day, by.language, with_year=not this_year)


@lru_cache(maxsize=2048)
def _day(day: date, language: str, with_year: bool) -> str:
    """A page of twenty rows says the same few days; none is torn apart at the end of a line."""
    return format_date(day, (DATE_WITH_YEAR if with_year else DATE)[language], language).replace(" ", NBSP)


def as_due(moment: datetime | None, by: Reader | None = None) -> str:
    """The day a due time falls on. A due time is 24:00, that is 0:00 of the day after: show the day before."""
    return as_date(moment and moment - timedelta(seconds=1), by)


def swaps_note(due: datetime | None) -> str:
    """What is not settled yet of the year in which a number of working days ends; "" where all is."""
    if due is None:
        return ""
    year = clock.local(due - timedelta(seconds=1), reader().zone).year
    if swaps_known(year, in_force()):
        return ""
    return gettext(
        "Counted with the public holidays of %(year)s; which weekends are worked instead is not announced yet.",
        year=year,
    )


def as_time(moment: datetime) -> str:
    return f"{clock.local(moment, reader().zone):%H:%M}"


def as_end(moment: datetime) -> str:
    """The time at which something ends: at midnight 24:00 of its own day."""
    return as_time(moment).replace("00:00", "24:00")


def as_datetime(moment: datetime) -> str:
    return f"{as_date(moment)} {as_time(moment)}"


def as_deadline(moment: datetime) -> str:
    """Until when: a day's end is said as people say it, "5 Dec, 24:00", and not as the first minute of the next."""
    zone = reader().zone
    if moment != clock.midnight_after(clock.local(moment - timedelta(seconds=1), zone).date(), zone):
        return as_datetime(moment)
    return gettext("%(day)s, 24:00", day=as_due(moment))


def as_money(cents: int, profile: str | None = None) -> str:
    """In the profile's currency: 486,000 cents → "£4,860", or "4,860 yuan"."""
    currency = profiles.profile(profile or in_force())["currency"]
    if currency == "CNY":
        return _yuan(cents)
    if cents % 100:
        return format_currency(cents / 100, currency)
    return format_currency(cents // 100, currency, "¤#,##0", currency_digits=False)


def _yuan(cents: int) -> str:
    """In words: 30,000 yuan → "3 万元" where it comes out even, else "4,860 元"."""
    units = cents / 100 if cents % 100 else cents // 100
    if language() == "zh_Hans" and units >= 10_000 and units % 1_000 == 0:
        return gettext("%(amount)s0,000 yuan", amount=as_number(units / 10_000))
    return gettext("%(amount)s yuan", amount=as_number(units))


def as_number(number: float) -> str:
    """With the reader's own signs between thousands: 4,860."""
    return _number(number, language())


@lru_cache(maxsize=2048)
def _number(number: float, language: str) -> str:
    return format_decimal(number, locale=language)


def as_quarter(quarter: str) -> str:
    """ "2026Q3" in words."""
    return gettext("Q%(quarter)s %(year)s", quarter=quarter[-1], year=quarter[:4])


def as_address(parts: Iterable[str | None]) -> str:
    """Building, entrance and room by themselves: "1 号楼 1 单元 202", "Building 1, entrance 1, 202"."""
    place = as_place(parts)
    return place[:1].upper() + place[1:]


def as_place(parts: Iterable[str | None]) -> str:
    """The same inside a sentence, as people here say it; a building that has a name keeps it."""
    building, unit, room = [*parts, None, None][:3]
    between = ", " if language() == "en" else " "
    return between.join(part for part in (_numbered("building", building), _numbered("unit", unit), room) if part)


def _numbered(part: str, name: str | None) -> str | None:
    return bound(term(f"{part}_numbered").format(number=name)) if name and name.isdigit() else name


PHONE = re.compile(r"\+?\d[\d -]{5,}\d")


def as_phones(text: str) -> Markup:
    """Words in which a telephone number can be tapped."""
    parts, end = [], 0
    for found in PHONE.finditer(text):
        number = re.sub(r"[ -]", "", found.group())
        parts += [escape(text[end : found.start()]), Markup('<a href="tel:{}">{}</a>').format(number, found.group())]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def as_lines(text: str) -> Markup:
    """What a resident typed, as paragraphs; nothing in it is markup."""
    paragraphs = [Markup('<p dir="auto">{}</p>').format(part.strip()) for part in text.split("\n") if part.strip()]
    return Markup("").join(paragraphs)


def sentence(refused: Refused) -> str:
    """A refusal in the reader's language."""
    return gettext(refused.message, **refused.values) if refused.values else gettext(refused.message)
