"""What people may not be called: as an office is, which alone speaks under its name."""

import re
from functools import cache

from app.core import profiles
from app.core.profiles import profile

OFFICES = ("committee", "committee_long", "supervision", "grid_worker")  # words of every profile


def is_an_offices(name: str) -> bool:
    """Whether it holds the name of an office of any profile, in any language."""
    plain = " ".join(name.casefold().split())
    return any(word.search(plain) for word in _words())


@cache
def _words() -> list[re.Pattern[str]]:
    tables = [profile(name)["terms"] for name in profiles.names()]
    tables += [terms[kind] for terms in tables for kind in terms if kind not in OFFICES and "committee" in terms[kind]]
    found = {word.casefold() for terms in tables for key in OFFICES for word in terms.get(key, {}).values()}
    return [re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)) for word in found]
