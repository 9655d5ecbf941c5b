"""Whom a text speaks of: the committee and its people by their names and titles, or one person."""

import re
from collections.abc import Iterable

from app.community.models import COMMITTEE
from app.community.operations.settings import today
from app.community.queries import names_in_office
from app.core import profiles
from tenants.models import Community

OWN_WORDS = ("committee", "committee_long")  # of the profile
LOCALES = ("zh", "en")


def speaks_of_committee(community: Community, *texts: str) -> bool:
    """Names the committee, or one of its people by name or title."""
    people = names_in_office(today(community), *COMMITTEE)
    own = {profiles.word(community, key, locale) for key in OWN_WORDS for locale in LOCALES}
    return speaks_of(own.union(*({person.name, person.title} for person in people)), *texts)


def speaks_of(called: Iterable[str], *texts: str) -> bool:
    """One character is no name: it stands in too many words."""
    text = " ".join(texts).casefold()
    return any(len(name) > 1 and _stands_in(name.casefold(), text) for name in called)


def _stands_in(name: str, text: str) -> bool:
    """Letters stand between words: Ann is not spoken of in "planning"."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)) if name.isascii() else name in text
