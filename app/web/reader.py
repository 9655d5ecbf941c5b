"""Whoever reads this page: their language and its words, found once a request, for a page asks a hundred times.

`gettext` and `ngettext` are Flask-Babel's, but quick, and they bind what must not be torn apart at the end of a line.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from babel.support import Translations
from flask import g
from flask_babel import LazyString, get_locale

from app.web import catalogues, wording
from app.web.bidi import apart
from app.web.community_or_region import bound_community

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


def words() -> Words:
    """Of the reader of this page, or of whom this message is for (Flask-Babel's force_locale)."""
    if not g:
        return _words("en", ())
    here = g._get_current_object()  # asked a hundred times a page: looked up once
    cached, where = here.get("words"), here.get("community") or here.get("region") or bound_community()
    if cached is None or cached[0] is not here._flask_babel.babel_locale or cached[1] is not where:
        language = str(get_locale() or "en")
        cached = here.words = (here._flask_babel.babel_locale, where, _words(language, wording.pairs(language)))
    return cached[2]


def language() -> str:
    """ "zh_Hans" or "en"."""
    return words().language


def gettext(message: str, **values: Any) -> str:
    found = words().of(message)
    return found % {name: apart(value) for name, value in values.items()} if values else found


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """For words that are written down before anyone reads: labels of forms, names of kinds."""
    return LazyString(gettext, message, **values)


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return words().counted(one, many, num) % {"num": num, **{name: apart(value) for name, value in values.items()}}
