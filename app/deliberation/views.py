"""All statements of a proposal, speaking, and reacting."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import readable
from app.core.ids import id_text
from app.deliberation import operations, queries, words
from app.deliberation.forms import StatementForm
from app.deliberation.models import ReactionKind, Stance, Statement
from app.deliberation.permissions import P
from app.proposals.models import Proposal
from app.web.addresses import id_or_404
from app.web.door import access
from app.web.forms import pressed_once
from app.web.html import changed
from app.web.paging import paged
from app.web.permalinks import permalink
from tenants import db

bp = Blueprint("deliberation", __name__, url_prefix="/c/<slug>")
bp.add_app_template_global(words.voice_of)


@bp.get("/proposals/<int:number>/statements")
@access(P.COMMUNITY_READ, on=Proposal)
def index(proposal: Proposal) -> ResponseReturnValue:
    """Everything said, newest first."""
    page = paged(queries.said(), Statement.id, values={"proposal_id": proposal.id})
    mine = _mine([row.id for row in page.rows])
    return render_template(
        "deliberation/index.html", proposal=proposal, page=page, mine=mine, current_section="proposals"
    )


def _mine(ids: list[uuid.UUID]) -> dict[uuid.UUID, ReactionKind]:
    return queries.reactions_of(g.visitor.membership.id, ids) if g.visitor.membership is not None and ids else {}


@bp.route("/proposals/<int:number>/statements/new", methods=["GET", "POST"])
@access(P.STATEMENT_WRITE, on=Proposal)
def new(proposal: Proposal) -> ResponseReturnValue:
    """Speak; ?reply= names the statement one replies to."""
    if request.method == "GET":
        operations.require_talk_open(proposal)
    then = permalink("proposal", proposal.number, part="statements")
    form = StatementForm(parent=request.args.get("reply", ""), then=then)
    if form.validate_on_submit():
        with form.attempt():
            parent = _parent(form.parent.data)
            operations.speak(g.visitor, proposal, Stance(form.stance.data), form.text.data, parent)
            db.commit()
            return redirect(then, 303)
    return render_template(
        "deliberation/new.html", form=form, proposal=proposal, current_section="proposals"
    ), form.status


def _parent(given: str | None) -> Statement | None:
    if not given:
        return None
    row = db.session.scalar(select(Statement).where(Statement.id == id_or_404(given)))
    return row if row is not None and readable(g.visitor, row) else abort(404)


@bp.post("/statements/<id:statement_id>/met")
@access(P.STATEMENT_OWN, on=Statement)
@pressed_once
def meet(statement: Statement) -> ResponseReturnValue:
    """The speaker's objection is met."""
    operations.meet(statement)
    db.commit()
    return redirect(_address_of(statement), 303)


def _address_of(statement: Statement) -> str:
    return permalink("proposal", statement.proposal.number, part=f"statement-{id_text(statement.id)}")


@bp.post("/statements/<id:statement_id>/reaction")
@access(P.STATEMENT_REACT, on=Statement)
def react(statement: Statement) -> ResponseReturnValue:
    """Agree, disagree or pass."""
    kind = next((known for known in ReactionKind if known.value == request.form.get("kind")), None) or abort(422)
    operations.react(g.visitor, statement, kind)
    db.commit()
    its = {"proposal": statement.proposal, "row": statement, "chosen": kind}
    return changed("deliberation/_reactions.html", _address_of(statement), **its)
