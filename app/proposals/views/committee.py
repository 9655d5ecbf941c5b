"""What the committee does with an item: answer, open the talk, say that all agree."""

from flask import g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.ids import id_text
from app.proposals import operations
from app.proposals.acts import Act
from app.proposals.forms import AnswerForm, DateForm
from app.proposals.models import AnswerKind, Proposal
from app.proposals.permissions import P
from app.proposals.views import bp, form_page, page_of
from app.web.door import access
from app.web.forms import end_of_day
from tenants import bodies, db


@bp.route("/<int:number>/answer", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def answer(proposal: Proposal) -> ResponseReturnValue:
    form, listed = AnswerForm(), {id_text(body.id): body for body in bodies.above(g.community.region_path)}
    form.body.choices = [("", gettext("Please choose")), *((key, body.name) for key, body in listed.items())]
    if form.validate_on_submit():
        with form.attempt():
            due, kind, body = (
                form.due.data and end_of_day(form.due.data),
                AnswerKind(form.kind.data),
                listed.get(form.body.data or ""),
            )
            operations.answer(g.visitor, proposal, kind, form.text.data, body=body, due=due)
            then = form.remember(page_of(proposal))
            db.commit()
            return redirect(then, 303)
    return form_page("proposals/answer.html", form, proposal, Act.ANSWER)


@bp.route("/<int:number>/schedule", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def schedule(proposal: Proposal) -> ResponseReturnValue:
    """Open the talk, until which day."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.schedule(g.visitor, proposal, end_of_day(form.day.data))
            then = form.remember(page_of(proposal))
            db.commit()
            return redirect(then, 303)
    return form_page("proposals/schedule.html", form, proposal, Act.SCHEDULE)


@bp.route("/<int:number>/consensus", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def consensus(proposal: Proposal) -> ResponseReturnValue:
    """All agree: by when it will be done."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.record_consensus(g.visitor, proposal, end_of_day(form.day.data))
            then = form.remember(page_of(proposal))
            db.commit()
            return redirect(then, 303)
    return form_page("proposals/consensus.html", form, proposal, Act.CONSENSUS)
