"""Profiles: how a country or a kind of place calls its offices, counts its days and asks its questions.

Data in `profiles/<name>.toml`; a community names its profile. Words are given per language.
"""

from functools import cache
from typing import Any

from tenants.profiles import BadProfile, line_of, names, profile

__all__ = ["BadProfile", "language", "line_of", "name_of", "names", "profile", "word", "wording"]


def language(name: str) -> str:
    """The language in which the product itself posts in communities of this profile."""
    return str(profile(name)["locale"])


def word(owner: Any, key: str, locale: str) -> str:
    """A word of the profile of a community or region: "居委会" or "committee"; without a place, the generic one.

    Where a kind of community has words of its own, as a village has, they come first.
    """
    terms = profile(name_of(owner))["terms"]
    words = terms.get(getattr(owner, "kind", ""), {}).get(key) or terms[key]
    return str(words[locale[:2]])


@cache
def wording(name: str, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """(usual, local) of what sentences say otherwise in places of this profile and kind, in their order."""
    given = profile(name).get("wording", {})
    pairs = [*given.get(kind, {}).get(language, ()), *given.get(language, ())]
    return tuple((str(usual), str(local)) for usual, local in pairs)


def name_of(owner: Any) -> str:
    """The profile a community or region names."""
    return owner.profile if owner is not None else "generic"
