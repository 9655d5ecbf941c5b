"""What a page draws, ready: made in Python from rows and rules, so that a template decides nothing."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

DOT = Markup("\u00a0· ")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what it is, where it leads, a soft line below, and its state in words."""

    title: str
    href: str
    meta: str = ""
    tag: str = ""
    tone: str = "plain"


def joined(*parts: Any) -> Markup:
    """One soft line; what is empty is left out, and a dot stays with the words before it. As a filter it takes a list."""
    if len(parts) == 1 and isinstance(parts[0], (list, tuple)):
        parts = tuple(parts[0])
    return DOT.join(part for part in parts if part)
