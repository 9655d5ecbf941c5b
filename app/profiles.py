"""Profiles: how a country or a kind of place calls its offices, counts its days and asks its questions.

Data in `profiles/<name>.toml`; a community names its profile. Words are given per language.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_babel import get_locale

FOLDER = Path(__file__).resolve().parent.parent / "profiles"


@cache
def profile(name: str) -> dict[str, Any]:
    """The profile's data. Unknown names are an operator's mistake and raise FileNotFoundError."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def calendar(name: str) -> str:
    """The working-day calendar of a profile, as app/clock.py knows it."""
    return profile(name)["calendar"]


def language(name: str) -> str:
    """The language in which the product itself posts in communities of this profile."""
    return profile(name)["locale"]


def term(key: str, locale: str | None = None, of: Any = None) -> str:
    """A word of the profile of a community or region, the bound one if none is given: "居委会" or "committee".

    Where a kind of community has words of its own, as a village has, they come first.
    """
    place = of or _bound()
    terms = profile(_name(place))["terms"]
    words = terms.get(getattr(place, "kind", ""), {}).get(key) or terms[key]
    return words[(locale or str(get_locale() or "en"))[:2]]


def in_force() -> str:
    """The profile of the community or region that is bound."""
    return _name(_bound())


def _bound() -> Any:
    return g.get("community") or g.get("region")


def _name(place: Any) -> str:
    return place.profile if place is not None else "generic"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["term"] = term
