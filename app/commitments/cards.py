"""What was promised, on today's page: what one is asked to confirm."""

from datetime import datetime

from app.access import Visitor
from app.commitments import queries
from app.core.shared_pages import Card
from app.web import formats
from app.web.permalinks import permalink
from app.web.reader import gettext


def to_confirm(visitor: Visitor, _now: datetime) -> list[Card]:
    if visitor.membership is None:
        return []
    return [
        Card(
            item.what, gettext("Look and answer"), permalink("commitment", item.number),
            (gettext("You were told on %(day)s that it is done", day=formats.as_date(item.done_at)),),
            tag=gettext("Please confirm"),
        )
        for item in queries.to_confirm(visitor.membership.id)
    ]  # fmt: skip
