"""What the committee does with an item: answer, open the talk, give a date, say that it is done."""

from datetime import date, datetime

from flask import g, redirect
from flask.typing import ResponseReturnValue

from app.core import clock
from app.proposals import operations
from app.proposals.acts import Act
from app.proposals.forms import AnswerForm, DateForm, WordsForm
from app.proposals.models import AnswerKind, Proposal, State
from app.proposals.permissions import P
from app.proposals.views import bp, form_page, page_of
from app.web.door import access
from tenants import db


@bp.route("/<int:number>/answer", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def answer(proposal: Proposal) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with form.attempt():
            due, kind = _until(form.due.data), AnswerKind(form.kind.data)
            operations.answer(g.visitor, proposal, kind, form.text.data, body=form.body.data or "", due=due)
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/answer.html", form, proposal, Act.ANSWER)


def _until(day: date | None) -> datetime | None:
    """24:00 of the day in the community's zone."""
    return clock.midnight_after(day, g.community.zone) if day else None


@bp.route("/<int:number>/schedule", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def schedule(proposal: Proposal) -> ResponseReturnValue:
    """Open the talk, until which day."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.schedule(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]  # the form asked for a day
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/schedule.html", form, proposal, Act.SCHEDULE)


@bp.route("/<int:number>/date", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def set_date(proposal: Proposal) -> ResponseReturnValue:
    """All agree, or a decision without a date: by when it will be done."""
    form, talked_over = DateForm(), proposal.state is State.DELIBERATING
    if form.validate_on_submit():
        with form.attempt():
            act = operations.record_consensus if talked_over else operations.set_date
            act(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]  # the form asked for a day
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/date.html", form, proposal, Act.CONSENSUS if talked_over else Act.DATE)


@bp.route("/<int:number>/done", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def done(proposal: Proposal) -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.claim_done(g.visitor, proposal, form.text.data)
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/done.html", form, proposal, Act.DONE)
