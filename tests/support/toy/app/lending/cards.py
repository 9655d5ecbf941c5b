"""What lending puts on shared pages."""

from datetime import datetime
from typing import Any

from app.lending import queries

from app.access import Visitor
from app.core.shared_pages import Card, Line, Mine
from app.web.permalinks import permalink


def to_have(_visitor: Visitor, now: datetime) -> list[Card]:
    return [Card(thing.title, "Borrow", permalink("thing", thing.number)) for thing in queries.to_have(now)]


def mine(visitor: Visitor) -> Mine:
    things = queries.lent_by(visitor.membership.id)
    return Mine(
        "Lent by me", [Line(thing.title, permalink("thing", thing.number)) for thing in things], "lending.index"
    )


def beside_an_item(_item: Any, _visitor: Visitor) -> str:
    return "Or borrow it"
