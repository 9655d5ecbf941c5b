"""What people may not be called: as an office is, which alone speaks under its name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from app.core import profiles
from app.core.profiles import profile
from tenants.text import folded, plain

OFFICES = ("committee", "committee_long", "supervision", "grid_worker")  # words of every profile


def is_an_offices(name: str) -> bool:
    """Whether it holds the name of an office of any profile, in any language."""
    return any(word.search(way) for way in (plain(name), folded(name)) for word in _words())


@cache
def _words() -> list[re.Pattern[str]]:
    found: set[str] = set()
    for terms in _tables_of_words():
        for office in OFFICES:
            found.update(word.casefold() for word in terms.get(office, {}).values())
    return [re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)) for word in found]


def _tables_of_words() -> Iterator[dict[str, Any]]:
    """What each profile calls its offices, and what a kind of community, such as a village, calls them otherwise."""
    for name in profiles.names():
        terms = profile(name)["terms"]
        yield terms
        yield from (own for key, own in terms.items() if key not in OFFICES and "committee" in own)
