"""What a page draws, ready: made in Python from rows and rules, so that a template decides nothing."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from app.web.bidi import apart

DOT = Markup("\u00a0· ")


class Row(NamedTuple):
    """One line of a list: what it is, where it leads, a soft line below, and its state in words."""

    title: str
    href: str
    meta: str = ""
    tag: str = ""
    tone: str = "plain"


class Link(NamedTuple):
    """Words that lead somewhere."""

    words: str
    href: str


class Tag(NamedTuple):
    """A state in a word. Tone: plain | good | warm (time is running out) | bad (overdue only)."""

    words: str
    tone: str = "plain"


class Outcome(NamedTuple):
    """Where something stands, or what came out of it, in a sentence; without a label it is the next step."""

    words: str
    label: str | None = None
    tone: str = "good"


def joined(*parts: Any) -> Markup:
    """One soft line; what is empty is left out, and a dot stays with the words before it. As a filter it takes a list."""
    if len(parts) == 1 and isinstance(parts[0], (list, tuple)):
        parts = tuple(parts[0])
    return DOT.join(apart(part) for part in parts if part)


class Step(NamedTuple):
    """One step of a line of life, and whether it lies behind, is where one stands, or is still to come."""

    words: str
    done: bool
    now: bool

    @property
    def ahead(self) -> bool:
        return not self.done and not self.now


def life_line(words: Sequence[str], here: int) -> list[Step]:
    """`here`: the index of the present step; as many as there are when all is done."""
    return [Step(word, index < here, index == here) for index, word in enumerate(words)]
