"""What the committee does with an item: answer, open the talk, give a date, say that it is done."""

from datetime import date, datetime

from flask import g, redirect
from flask.typing import ResponseReturnValue

from app import clock
from app.access import P, access
from app.proposals import life, operations
from app.proposals.forms import AnswerForm, DateForm, WordsForm
from app.proposals.models import AnswerKind, Proposal
from app.proposals.views import bp, form_page, page_of
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
    return form_page("proposals/answer.html", form, proposal)


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
            operations.schedule(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/schedule.html", form, proposal)


@bp.route("/<int:number>/date", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def set_date(proposal: Proposal) -> ResponseReturnValue:
    """All agree, or a decision without a date: by when it will be done."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            all_agree = life.word(proposal) is life.Word.TALKING and not proposal.decided_at
            act = operations.record_consensus if all_agree else operations.set_date
            act(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/date.html", form, proposal)


@bp.route("/<int:number>/done", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def done(proposal: Proposal) -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.claim_done(g.visitor, proposal, form.text.data)
            db.commit()
            return redirect(page_of(proposal), 303)
    return form_page("proposals/done.html", form, proposal)
