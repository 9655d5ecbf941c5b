"""Whoever reads this page: their language and its words, found once a request, for a page asks a hundred times.

`gettext` and `ngettext` are Flask-Babel's, but quick, and they bind what must not be torn apart at the end of a line.
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from babel.support import Translations
from flask import current_app, g
from flask_babel import LazyString, get_locale

from app.core import profiles
from app.web import catalogues, wording
from app.web.bidi import apart
from app.web.community_or_region import bound_community
from tenants.models import Community

NBSP = "\u00a0"
HAN = "\u3400-\u9fff"
TORN = re.compile(rf"(?<=\d) (?=[{HAN}])|(?<=\)[sd]) (?=[{HAN}])|(?<=[{HAN}]) (?=\d|%\(\w+\)[sd])| (?=·)")


def bound(words: str) -> str:
    """A number stays with its unit (5 个, 第 3 号), a middle dot with the words before it."""
    return TORN.sub(NBSP, words)


@dataclass(frozen=True)
class Words:
    """The sentences of one language."""

    language: str
    pairs: tuple[tuple[str, str], ...]  # what is said otherwise in this kind of place
    translations: Any = field(hash=False, compare=False)

    @lru_cache(maxsize=4096)  # noqa: B019  (there are as many of these as languages)
    def of(self, message: str) -> str:
        return bound(self.translations.ugettext(message))

    @lru_cache(maxsize=4096)  # noqa: B019
    def counted(self, one: str, many: str, num: int) -> str:
        return bound(self.translations.ungettext(one, many, num))


@cache
def _words(language: str, pairs: tuple[tuple[str, str], ...]) -> Words:
    return Words(language, pairs, wording.said(Translations.load(str(catalogues.FOLDER), [language]), pairs))


@dataclass(frozen=True, eq=False)
class Reader:
    """Whoever reads this page, or whom this message is for, and the community or region that it speaks of, if any.

    Lists ask for their reader once, and not with each of their lines.
    """

    words: Words
    place: Any

    @property
    def language(self) -> str:
        """ "zh_Hans" or "en"."""
        return self.words.language

    @cached_property
    def zone(self) -> str:
        """The community's own; elsewhere that of the region's profile, or of the instance's."""
        if isinstance(self.place, Community):
            return self.place.zone
        name = self.place.profile if self.place is not None else current_app.config["SETTINGS"].profile
        return str(profiles.profile(name)["zone"])

    def gettext(self, message: str, **values: Any) -> str:
        found = self.words.of(message)
        return found % {name: apart(value) for name, value in values.items()} if values else found

    def ngettext(self, one: str, many: str, num: int, **values: Any) -> str:
        return self.words.counted(one, many, num) % {
            "num": num,
            **{name: apart(value) for name, value in values.items()},
        }

    def term(self, key: str) -> str:
        """A word of the profile in force: "居委会" or "committee"."""
        return profiles.word(self.place, key, self.language)


def reader() -> Reader:
    """Of this page, or of this message (Flask-Babel's force_locale)."""
    if not g:
        return Reader(_words("en", ()), None)
    here = g._get_current_object()  # asked many times a page: looked up once
    known, place = here.get("reader"), here.get("community") or here.get("region") or bound_community()
    if known is None or known[0] is not here._flask_babel.babel_locale or known[1].place is not place:
        language = str(get_locale() or "en")
        made = Reader(_words(language, wording.pairs(language)), place)
        known = here.reader = (here._flask_babel.babel_locale, made)
    return known[1]


def words() -> Words:
    return reader().words


def language() -> str:
    """ "zh_Hans" or "en"."""
    return reader().language


def gettext(message: str, **values: Any) -> str:
    return reader().gettext(message, **values)


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """For words that are written down before anyone reads: labels of forms, names of kinds."""
    return LazyString(gettext, message, **values)


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return reader().ngettext(one, many, num, **values)
