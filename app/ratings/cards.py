"""What ratings put on today's page: the questions one was drawn for."""

from datetime import datetime

from app.access import Visitor
from app.core.shared_pages import Card
from app.ratings import queries
from app.web import formats
from app.web.permalinks import permalink
from app.web.reader import gettext


def to_rate(visitor: Visitor, _now: datetime) -> list[Card]:
    if visitor.membership is None:
        return []
    return [
        Card(
            gettext("Four questions about those who serve you"), gettext("Answer the four questions"),
            permalink("rating_round", ask.number),
            (gettext("under two minutes; sealed until %(day)s", day=formats.as_due(ask.closes_at)),),
            tag=gettext("You were drawn by lot"),
        )
        for ask in queries.to_answer(visitor.membership.id)
    ]  # fmt: skip
