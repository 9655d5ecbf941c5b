"""Profiles: how a country or a kind of place calls its offices, counts its days and asks its questions.

Data in `profiles/<name>.toml`; a community names its profile. Words are given per language.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "profiles"


class BadProfile(ValueError):
    """A profile's data cannot be used: which file, which line, and what is wrong there."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"profiles/{name}.toml, line {line}: {what}")


def names() -> list[str]:
    """Every profile there is."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@cache
def profile(name: str) -> dict[str, Any]:
    """The profile's data. Unknown names are an operator's mistake and raise FileNotFoundError."""
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as wrong:
        found = re.search(r"line (\d+)", str(wrong))
        raise BadProfile(name, int(found[1]) if found else len(_text(name).splitlines()), str(wrong)) from None


def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def line_of(name: str, table: str, place: int, key: str = "") -> int:
    """Where in the file the n-th [[table]] stands, or a key of it."""
    lines = _text(name).splitlines()
    starts = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
    start = starts[place] if place < len(starts) else 0
    for at in range(start + 1, len(lines)):
        if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[at]):
            return at + 1
        if re.match(r"\s*\[", lines[at]):
            break
    return start + 1


def calendar(name: str) -> str:
    """The working-day calendar of a profile, as app/core/clock.py knows it."""
    return str(profile(name)["calendar"])


def language(name: str) -> str:
    """The language in which the product itself posts in communities of this profile."""
    return str(profile(name)["locale"])


def word(place: Any, key: str, locale: str) -> str:
    """A word of the profile of a community or region: "居委会" or "committee"; without a place, the generic one.

    Where a kind of community has words of its own, as a village has, they come first.
    """
    terms = profile(name_of(place))["terms"]
    words = terms.get(getattr(place, "kind", ""), {}).get(key) or terms[key]
    return str(words[locale[:2]])


def name_of(place: Any) -> str:
    """The profile a community or region names."""
    return place.profile if place is not None else "generic"
