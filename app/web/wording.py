"""A sentence of ours as it is said where it is read: a village has villagers and lanes, no residents and entrances.

What is said otherwise is data of the profile (profiles/*.toml, [wording]); what people wrote is never touched.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from flask_babel import Domain, get_locale  # type: ignore[attr-defined]  # the stubs know no Domain, the library documents it

from app.core import profiles
from app.web.community_or_region import community_or_region


@dataclass(frozen=True)
class Said:
    """Translations in the words of a kind of place, with what Flask-Babel and our own reader ask of them."""

    translations: Any
    pairs: tuple[tuple[str, str], ...]

    def ugettext(self, message: str) -> str:
        return replaced(self.translations.ugettext(message), self.pairs)

    def ungettext(self, one: str, many: str, num: int) -> str:
        return replaced(self.translations.ungettext(one, many, num), self.pairs)


class Spoken(Domain):
    """What Flask-Babel translates with: forms, refusals and messages say it as pages do."""

    def get_translations(self) -> Any:
        return said(super().get_translations(), pairs(str(get_locale() or "en")))


def pairs(language: str) -> tuple[tuple[str, str], ...]:
    """What is said otherwise in the place in force."""
    here = community_or_region()
    return profiles.wording(here.profile, getattr(here, "kind", ""), language[:2]) if here is not None else ()


def here(text: str, language: str) -> str:
    """Words that stand in data, as they are said in the place in force."""
    return replaced(text, pairs(language))


def replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for usual, local in pairs:
        text = text.replace(usual, local)
    return text


@cache
def said(translations: Any, pairs: tuple[tuple[str, str], ...]) -> Any:
    return Said(translations, pairs) if pairs else translations


def init_app(app: Flask) -> None:
    app.extensions["babel"].instance.domain_instance = Spoken()
