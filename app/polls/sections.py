"""What polls put on an item's page: the votes about it."""

from typing import Any

from app.access import Visitor
from app.polls import queries
from app.proposals.models import Proposal


def of_item(item: Proposal, _visitor: Visitor) -> list[Any] | None:
    return queries.polls_of(item.id) or None
