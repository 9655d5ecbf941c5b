"""The page of one request or proposal: its life, its answer, what was said, its vote, its shifts."""

from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.access import P
from app.commitments import queries as promises
from app.commitments.models import Commitment
from app.commitments.words import EVENTS as PROMISE_EVENTS
from app.commitments.words import history
from app.community.models import Membership
from app.deliberation import queries as talk
from app.polls.queries import polls_of
from app.proposals import queries
from app.proposals.models import Proposal
from app.proposals.words import EVENTS
from app.volunteering.queries import shifts_of
from app.web.door import access
from tenants import db

bp = Blueprint("proposal_page", __name__, url_prefix="/c/<slug>/proposals")


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Proposal)
def show(proposal: Proposal) -> ResponseReturnValue:
    """Everything about one item; the reader's own act first."""
    statements = talk.first_words(proposal.id) if proposal.statements else []
    promised = promises.about(proposal.id)
    return render_template(
        "pages/proposal.html",
        proposal=proposal, author=_author(proposal), statements=statements, answers=queries.answers_of(proposal),
        history=_history(proposal, promised), promises=promised, polls=polls_of(proposal.id), shifts=shifts_of(proposal.id),
        current_section="proposals", **_mine(proposal, promised, [row.id for row in statements]),
    )  # fmt: skip


def _history(proposal: Proposal, promised: list[Commitment]) -> list[tuple[str, str, Any]]:
    """(words, office, time) of every step of the item and of what was promised about it, in the order of time."""
    lines = history(queries.events_of(proposal), EVENTS)
    kept = history(promises.events_of(*(one.id for one in promised)), PROMISE_EVENTS)
    return sorted([*lines, *kept], key=lambda line: line[2])


def _author(proposal: Proposal) -> str:
    """Names are for those signed in; a visitor sees none."""
    if not g.visitor.is_signed_in:
        return ""
    author = db.session.get(Membership, (proposal.community_id, proposal.author_id))
    return author.name if author is not None else ""


def _mine(proposal: Proposal, promised: list[Commitment], ids: list[Any]) -> dict[str, Any]:
    member = g.visitor.membership
    if member is None:
        return {"supports": False, "asked_about": {}, "reactions": {}}
    return {
        "supports": queries.supports(member.id, proposal),
        "asked_about": promises.asked_about(member.id, promised),
        "reactions": talk.reactions_of(member.id, ids) if ids else {},
    }
