"""What polls give to the home with large text."""

from collections.abc import Sequence
from datetime import datetime

from app.access import Visitor
from app.core.shared_pages import Card, Door
from app.web.page_links import link
from app.web.reader import gettext, ngettext


def vote(_visitor: Visitor, _now: datetime, cards: Sequence[Card]) -> Door:
    """Straight to the vote where one waits."""
    waiting = [card.href for card in cards if card.kind == "poll" and card.waits]
    href = waiting[0] if len(waiting) == 1 else link("polls.index")
    if not waiting:
        return Door("ballot", gettext("Vote"), href, gettext("no vote waits for you"))
    return Door(
        "ballot", gettext("Vote"), href, ngettext("%(num)d waits for you", "%(num)d wait for you", len(waiting))
    )
