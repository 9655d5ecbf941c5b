"""What requests and proposals put on shared pages: one's own."""

from typing import Any

from app.access import Visitor
from app.core.shared_pages import Line, Mine
from app.proposals import queries, words
from app.proposals.models import Proposal
from app.web.permalinks import permalink
from app.web.reader import gettext
from tenants import db

NEWEST = 5


def mine(visitor: Visitor) -> Mine:
    query = queries.mine(visitor.membership.id).order_by(Proposal.number.desc()).limit(NEWEST)
    rows: list[Any] = list(db.session.execute(query))
    lines = [
        Line(row.title, permalink("proposal", row.number), (words.phase_words(row), words.next_words(row)))
        for row in rows
    ]
    return Mine(gettext("Requests and proposals"), lines, "proposals.index", {"mine": "yes"})
