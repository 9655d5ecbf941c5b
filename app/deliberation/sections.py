"""What the talk puts on an item's page: the newest statements, and how the reader took them."""

from typing import Any

from app.access import Visitor
from app.deliberation import queries
from app.proposals.life import Phase, phase
from app.proposals.models import Proposal


def of_item(item: Proposal, visitor: Visitor) -> dict[str, Any] | None:
    statements = queries.first_words(item.id) if item.statements else []
    if not statements and (item.private or phase(item) is Phase.ENDED):
        return None
    member = visitor.membership
    reactions = queries.reactions_of(member.id, [row.id for row in statements]) if member and statements else {}
    return {"statements": statements, "reactions": reactions}
