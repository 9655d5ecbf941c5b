"""The home for whoever reads with large text (长辈版): one thing that waits, four doors, and a person to telephone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.access import Visitor
from app.community.operations import here
from app.core import clock
from app.core.registry import registry
from app.core.shared_pages import Call, Card
from app.web.reader import gettext

NOON, EVENING = 12, 18  # hours


def few_doors(visitor: Visitor, now: datetime, cards: Sequence[Card]) -> dict[str, Any]:
    """What the page needs: greeting, the first card that waits or None, how many more wait, doors, call or None."""
    waiting = [card for card in cards if card.waits and not card.small] if visitor.is_signed_in else []
    return {
        "greeting": _greeting(visitor, clock.local(now, here().zone).hour),
        "first": waiting[0] if waiting else None,
        "more": max(0, len(waiting) - 1),
        "waiting": len(waiting),
        "doors": [door(visitor, now, cards) for door in registry.all("doors")],
        "call": _whom_to_call(visitor, now),
    }


def _greeting(visitor: Visitor, hour: int) -> str:
    words = _time_of_day(hour)
    if visitor.account is None or not visitor.account.display_name:
        return gettext("%(greeting)s.", greeting=words)
    return gettext("%(greeting)s, %(name)s.", greeting=words, name=visitor.account.display_name)


def _time_of_day(hour: int) -> str:
    if hour < NOON:
        return gettext("Good morning")
    return gettext("Good afternoon") if hour < EVENING else gettext("Good evening")


def _whom_to_call(visitor: Visitor, now: datetime) -> Call | None:
    return next((call for offered in registry.all("calls") if (call := offered(visitor, now))), None)
