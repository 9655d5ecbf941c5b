"""Who has no part in a text and may decide about it: neither its author, nor who reported it, nor whom it speaks of."""

import re
from typing import Any

from app.access import CommunityVisitor, committee
from app.community.models import PostKind
from app.community.queries import names_in_office
from app.core import clock, profiles
from app.core.refusal import N_, Refused
from app.core.registry import registry
from tenants.models import Community

THE_COMMITTEE = (PostKind.COMMITTEE, PostKind.LEADING)
OWN_WORDS = ("committee", "committee_long")  # of the profile
LOCALES = ("zh", "en")


def concerns_committee(reporter: CommunityVisitor, subject: Any) -> bool:
    """Reported or written by someone of the committee, said in office, or speaking of the committee or one of its people."""
    in_office = registry.kind(subject.__tablename__).reportable
    if committee(reporter, None) or (in_office is not None and in_office.in_office(subject)):
        return True
    people = names_in_office(clock.local(clock.now(), reporter.community.zone).date(), *THE_COMMITTEE)
    if subject.author_id in {person.id for person in people}:
        return True
    called = {*_words(reporter.community), *(word for person in people for word in (person.name, person.title))}
    return _speaks_of(subject, called)


def _words(community: Community) -> set[str]:
    return {profiles.word(community, key, locale) for key in OWN_WORDS for locale in LOCALES}


def _speaks_of(subject: Any, called: set[str]) -> bool:
    """One character is no name: it stands in too many words."""
    text = " ".join(subject.written()).casefold()
    return any(len(name) > 1 and _names(name.casefold(), text) for name in called)


def _names(name: str, text: str) -> bool:
    """Letters stand between words: Ann is not spoken of in "planning"."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)) if name.isascii() else name in text


def must_have_no_part(visitor: CommunityVisitor, subject: Any) -> None:
    if subject.author_id == visitor.membership.id:
        raise Refused(N_("Someone else must decide about your own text."))
    if _speaks_of(subject, {visitor.membership.name}):
        raise Refused(N_("This text speaks of you. Someone else must decide."))
