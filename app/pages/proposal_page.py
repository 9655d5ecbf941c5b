"""The page of one request or proposal: its life, its answer, what was promised, and what other features say to it."""

from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.access import P
from app.commitments import queries as promises
from app.commitments.models import Commitment
from app.commitments.words import EVENTS as PROMISE_EVENTS
from app.commitments.words import history
from app.pages.composing import shown
from app.pages.item_acts import item_acts
from app.pages.item_page import page_of
from app.proposals import queries
from app.proposals.models import Proposal
from app.proposals.support import support_box
from app.proposals.words import EVENTS
from app.web.door import access

bp = Blueprint("proposal_page", __name__, url_prefix="/c/<slug>/proposals")


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Proposal)
def show(proposal: Proposal) -> ResponseReturnValue:
    """Everything about one item; the reader's own act first."""
    promised = promises.about(proposal.id)
    mine = _my_part(proposal, promised)
    return render_template(
        "pages/proposal.html",
        proposal=proposal, page=page_of(proposal, g.visitor), author=_author(proposal), answers=queries.answers_of(proposal), promises=promised,
        history=_history(proposal, promised), sections=shown("item_sections", proposal, g.visitor),
        acts=item_acts(proposal, g.visitor, promised, mine["confirmations"]), current_section="proposals", **mine,
    )  # fmt: skip


def _history(proposal: Proposal, promised: list[Commitment]) -> list[tuple[str, str, Any]]:
    """(words, office, time) of every step of the item and of what was promised about it, in the order of time."""
    lines = history(queries.events_of(proposal), EVENTS)
    kept = history(promises.events_of(*(promise.id for promise in promised)), PROMISE_EVENTS)
    return sorted([*lines, *kept], key=lambda line: line[2])


def _author(proposal: Proposal) -> str:
    """Names are for those signed in; a visitor sees none."""
    return queries.author_name(proposal) if g.visitor.is_signed_in else ""


def _my_part(proposal: Proposal, promised: list[Commitment]) -> dict[str, Any]:
    member = g.visitor.membership
    supports = queries.supports(member.id, proposal) if member is not None else False
    return {
        "box": support_box(proposal, g.visitor, supports=supports),
        "confirmations": promises.confirmations(member.id, promised) if member is not None else {},
    }
