"""How a community stands, in words: of what opening.py tells apart."""

from app.core.refusal import N_
from app.web.reader import gettext
from app.web.shapes import Tag

WORDS = {
    "preparing": (N_("Being prepared"), "warm"),
    "opened": (N_("Open"), "good"),
    "listed": (N_("Not open yet"), "plain"),
    "suspended": (N_("Suspended"), "warm"),
    "closed": (N_("Closed"), "plain"),
}


def tags() -> dict[str, Tag]:
    """By state."""
    return {state: Tag(gettext(words), tone) for state, (words, tone) in WORDS.items()}
