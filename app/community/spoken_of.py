"""Whom a text speaks of: the committee and its people by their names and titles, or one person."""

import re
from collections.abc import Iterable

from app.community.models import COMMITTEE
from app.community.operations.settings import today
from app.community.queries import names_in_office
from app.core import profiles
from tenants.models import Community
from tenants.text import folded, plain

OWN_WORDS = ("committee", "committee_long")  # of the profile
LOCALES = ("zh", "en")


def speaks_of_committee(community: Community, *texts: str) -> bool:
    """Names the committee, or one of its people by name or title."""
    people = names_in_office(today(community), *COMMITTEE)
    own = {profiles.word(community, key, locale) for key in OWN_WORDS for locale in LOCALES}
    return speaks_of(own.union(*(called(person.name, person.title) for person in people)), *texts)


def called(name: str, title: str) -> set[str]:
    """What people call somebody in office: 王建国, 居委会主任, and 王主任."""
    polite = {name[0] + title[-2:]} if name and not name.isascii() and len(title) > 1 else set()
    return {name, title, *polite}


def speaks_of(names: Iterable[str], *texts: str) -> bool:
    """However it is written: blanks, width and traditional letters hide nobody. One character is no name: it stands in
    too many words.
    """
    text = " ".join(texts)
    in_words, as_one = plain(text), folded(text)
    return any(
        _stands_in(plain(name), in_words) if name.isascii() else folded(name) in as_one
        for name in names
        if len(name) > 1
    )


def _stands_in(name: str, text: str) -> bool:
    """Letters stand between words: Ann is not spoken of in "planning"."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
