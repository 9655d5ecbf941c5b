"""The page of one request or proposal: its life, its answer, what was said, its vote, its shifts."""

from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.access import P
from app.community.models import Membership
from app.deliberation import queries as talk
from app.polls.queries import polls_of
from app.proposals import queries
from app.proposals.models import Proposal
from app.volunteering.queries import shifts_of
from app.web.door import access
from tenants import db

bp = Blueprint("proposal_page", __name__, url_prefix="/c/<slug>/proposals")


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Proposal)
def show(proposal: Proposal) -> ResponseReturnValue:
    """Everything about one item; the reader's own act first."""
    statements = talk.first_words(proposal.id) if proposal.statements else []
    return render_template(
        "pages/proposal.html",
        proposal=proposal, author=_author(proposal), statements=statements, answers=queries.answers_of(proposal),
        events=queries.events_of(proposal), polls=polls_of(proposal.id), shifts=shifts_of(proposal.id),
        current_section="proposals", **_mine(proposal, [row.id for row in statements]),
    )  # fmt: skip


def _author(proposal: Proposal) -> str:
    """Names are for those signed in; a visitor sees none."""
    if not g.visitor.is_signed_in:
        return ""
    author = db.session.get(Membership, (proposal.community_id, proposal.author_id))
    return author.name if author is not None else ""


def _mine(proposal: Proposal, ids: list[Any]) -> dict[str, Any]:
    member = g.visitor.membership
    if member is None:
        return {"supports": False, "asked": None, "reactions": {}}
    supports, asked = queries.part_of(member.id, proposal)
    return {"supports": supports, "asked": asked, "reactions": talk.reactions_of(member.id, ids) if ids else {}}
