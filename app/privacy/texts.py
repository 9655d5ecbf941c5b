"""The privacy notice, the terms and the statement on accessibility: texts of a profile, a file a version and language.

`profiles/<profile>/<kind>.<day>.<language>.md`; the newest whose day has come is in force. A text in force is never
edited: a new file takes over on its day, and the earlier ones can still be read. Of Markdown they use headings,
paragraphs and lists.
"""

import hashlib
import re
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from app.core.canonical_json import canonical_json
from app.privacy.operator import Operator
from tenants.profiles import FOLDER

KINDS = ("privacy", "terms", "accessibility")
LANGUAGES = ("zh", "en")
AGREED_TO = ("privacy", "terms")  # what people are asked to agree to
DAY = re.compile(r"\.(\d{4}-\d\d-\d\d)\.")


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph, or the items of a list."""

    shape: str  # "heading" | "paragraph" | "items"
    words: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    title: str
    version: str  # the day from which it holds
    parts: tuple[Part, ...]


@cache
def versions(profile: str, kind: str) -> tuple[str, ...]:
    """The days of its versions, the newest last. Raises LookupError where a language is missing."""
    files = (FOLDER / profile).glob(f"{kind}.*.md")
    days = sorted({found[1] for file in files if (found := DAY.search(file.name))})
    lacking = [
        f"{kind}.{day}.{one}.md" for day in days for one in LANGUAGES if not _file(profile, kind, day, one).exists()
    ]
    if lacking or not days:
        raise LookupError(f"profiles/{profile} lacks {', '.join(lacking) or f'{kind}.<day>.<language>.md'}")
    return tuple(days)


def _file(profile: str, kind: str, day: str, language: str) -> Path:
    return FOLDER / profile / f"{kind}.{day}.{language}.md"


def in_force(profile: str, kind: str, today: date) -> str:
    """The version of a day; before the first one's day, the first."""
    days = versions(profile, kind)
    return next((day for day in reversed(days) if day <= today.isoformat()), days[0])


@lru_cache(maxsize=200)
def text(profile: str, kind: str, version: str, language: str, operator: Operator | None) -> Text:
    """In the reader's language, with the operator's name and contact in it."""
    source = _filled(_file(profile, kind, version, language).read_text(encoding="utf-8"), operator, language)
    blocks = [block.strip() for block in source.split("\n\n") if block.strip()]
    return Text(blocks[0].removeprefix("# "), version, tuple(map(_part, blocks[1:])))


NOT_SAID = {"zh": "（还没有填写）", "en": "(not said yet)"}


def _filled(source: str, operator: Operator | None, language: str) -> str:
    for name in ("name", "address", "contact", "entrusted"):
        words = getattr(operator, name) if operator is not None else NOT_SAID[language]
        source = source.replace(f"{{{name}}}", words)
    return source


def _part(block: str) -> Part:
    if block.startswith("## "):
        return Part("heading", (block.removeprefix("## "),))
    if block.startswith("- "):
        return Part("items", tuple(line.removeprefix("- ") for line in block.splitlines()))
    return Part("paragraph", (" ".join(block.splitlines()),))


@lru_cache(maxsize=50)
def seal(profile: str, days: tuple[str, ...], operator: Operator | None) -> str:
    """Of all that people agree to, in every language, the operator's name and contact in it: another text, another seal."""
    whole = [
        [kind, day, language, _file(profile, kind, day, language).read_text(encoding="utf-8")]
        for kind, day in zip(AGREED_TO, days, strict=True) for language in LANGUAGES
    ]  # fmt: skip
    of_operator = list(map(str, astuple(operator)[:4])) if operator is not None else []
    return hashlib.sha256(canonical_json([whole, of_operator])).hexdigest()
