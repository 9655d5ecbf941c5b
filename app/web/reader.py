"""Whoever reads this page: their language and its words, found once a request, for a page asks a hundred times.

`gettext` and `ngettext` are Flask-Babel's, but quick, and they bind what must not be torn apart at the end of a line.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from babel.support import Translations
from flask import g
from flask_babel import get_locale

from app.web import catalogues
from app.web.bidi import apart

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
    translations: Any = field(hash=False)

    @lru_cache(maxsize=4096)  # noqa: B019  (there are as many of these as languages)
    def of(self, message: str) -> str:
        return bound(self.translations.ugettext(message))

    @lru_cache(maxsize=4096)  # noqa: B019
    def counted(self, one: str, many: str, num: int) -> str:
        return bound(self.translations.ungettext(one, many, num))


@cache
def _words(language: str) -> Words:
    return Words(language, Translations.load(str(catalogues.FOLDER), [language]))


def words() -> Words:
    """Of the reader of this page, or of whom this message is for (Flask-Babel's force_locale)."""
    context = getattr(g, "_flask_babel", None) if g else None
    locale = getattr(context, "babel_locale", None)
    held = getattr(context, "held_words", None)
    if held is not None and held[0] is locale and locale is not None:
        return held[1]
    found = _words(str(get_locale() or "en"))
    if g:
        g._flask_babel.held_words = (g._flask_babel.babel_locale, found)
    return found


def language() -> str:
    """ "zh_Hans" or "en"."""
    return words().language


def gettext(message: str, **values: Any) -> str:
    found = words().of(message)
    return found % {name: apart(value) for name, value in values.items()} if values else found


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return words().counted(one, many, num) % {"num": num, **{name: apart(value) for name, value in values.items()}}
