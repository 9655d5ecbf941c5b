"""Lists, writing, and each act on one item. The item's page itself stands in app/home/proposal_page.py."""

from datetime import date, datetime

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import clock
from app.access import P, access
from app.formats import as_due
from app.html import changed
from app.paging import paged
from app.proposals import life, operations, queries
from app.proposals.forms import AnswerForm, CheckForm, ConfirmForm, DateForm, ProposalForm, RequestForm, WordsForm
from app.proposals.models import AnswerKind, Category, Kind, Proposal
from app.refusal import N_, Refused
from tenants import db

bp = Blueprint("proposals", __name__, url_prefix="/c/<slug>/proposals")


@bp.record_once
def _words_for_templates(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.globals.update(life_word=life_word, next_words=next_words, life=life)


def life_word(proposal: Proposal) -> str:
    """Where it stands, in the reader's language."""
    return gettext(life.said(proposal))


def next_words(proposal: Proposal) -> str:
    """Who acts next and by when, in the reader's language; "" where nothing more happens."""
    step = life.next_step(proposal)
    return "" if step is None else gettext(step.message, day=as_due(step.due), count=step.count)


def _choice(enum: type, given: str | None) -> object | None:
    return next((one for one in enum if one.value == given), None)  # type: ignore[attr-defined]


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """Everyone's requests and proposals, newest first; filtered by kind and by one of the four words."""
    kind, word = _choice(Kind, request.args.get("kind")), _choice(life.Word, request.args.get("word"))
    query = queries.listed(kind, word, clock.now())  # type: ignore[arg-type]
    mine = "mine" in request.args and g.visitor.membership is not None
    if mine:
        query = queries.mine(g.visitor.membership.id)
    page = paged(query, Proposal.number)
    return render_template(
        "proposals/index.html", page=page, kind=kind, word=word, mine=mine, current_section="proposals"
    )


@bp.route("/new", methods=["GET", "POST"])
@access(P.REQUEST_ASK)
def new() -> ResponseReturnValue:
    """Ask for something, or propose something to all."""
    kind = _choice(Kind, request.args.get("kind"))
    if kind is None:
        return render_template("proposals/choose.html", current_section="proposals")
    return _ask() if kind is Kind.REQUEST else _propose()


def _ask() -> ResponseReturnValue:
    form = RequestForm()
    if form.validate_on_submit():
        with form.attempt():
            made = operations.ask(
                g.visitor, form.title.data, form.text.data or "", category=Category(form.category.data),
                place=form.place.data or "", private=form.private.data,
            )  # fmt: skip
            db.commit()
            return redirect(url_for("proposal_page.show", number=made.number), 303)
    return render_template("proposals/ask.html", form=form, current_section="proposals"), form.status


@access(P.PROPOSAL_SUBMIT)
def _propose() -> ResponseReturnValue:
    form = ProposalForm()
    if form.validate_on_submit():
        with form.attempt():
            category, place = Category(form.category.data), form.place.data or ""
            made = operations.propose(g.visitor, form.title.data, form.text.data, category=category, place=place)
            db.commit()
            return redirect(url_for("proposal_page.show", number=made.number), 303)
    return render_template("proposals/propose.html", form=form, current_section="proposals"), form.status


def _page(proposal: Proposal) -> str:
    return url_for("proposal_page.show", number=proposal.number)


@bp.post("/<int:number>/endorsement")
@access(P.PROPOSAL_ENDORSE, on=Proposal)
def endorse(proposal: Proposal) -> ResponseReturnValue:
    """Support it, or take the support back (withdraw=1)."""
    if request.form.get("withdraw"):
        operations.withdraw_endorsement(g.visitor, proposal)
    else:
        operations.endorse(g.visitor, proposal)
    db.commit()
    supports = not request.form.get("withdraw")
    return changed("proposals/_support.html", _page(proposal), proposal=proposal, supports=supports)


@bp.post("/<int:number>/proposal")
@access(P.PROPOSAL_OWN, on=Proposal)
def turn(proposal: Proposal) -> ResponseReturnValue:
    operations.turn_into_proposal(g.visitor, proposal)
    db.commit()
    return redirect(_page(proposal), 303)


@bp.post("/<int:number>/withdrawal")
@access(P.PROPOSAL_OWN, on=Proposal)
def withdraw(proposal: Proposal) -> ResponseReturnValue:
    operations.withdraw(g.visitor, proposal)
    db.commit()
    return redirect(_page(proposal), 303)


def _until(day: date | None) -> datetime | None:
    """24:00 of the day in the community's zone."""
    return clock.midnight_after(day, g.community.zone) if day else None


def _form_page(template: str, form: object, proposal: Proposal) -> ResponseReturnValue:
    return render_template(template, form=form, proposal=proposal, current_section="proposals"), form.status  # type: ignore[attr-defined]


@bp.route("/<int:number>/answer", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def answer(proposal: Proposal) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with form.attempt():
            due, kind = _until(form.due.data), AnswerKind(form.kind.data)
            operations.answer(g.visitor, proposal, kind, form.text.data, body=form.body.data or "", due=due)
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/answer.html", form, proposal)


@bp.route("/<int:number>/send-back", methods=["GET", "POST"])
@access(P.PROPOSAL_OWN, on=Proposal)
def send_back(proposal: Proposal) -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.send_back(g.visitor, proposal, form.text.data)
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/send_back.html", form, proposal)


@bp.route("/<int:number>/schedule", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def schedule(proposal: Proposal) -> ResponseReturnValue:
    """Open the talk, until which day."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.schedule(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/schedule.html", form, proposal)


@bp.route("/<int:number>/date", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def set_date(proposal: Proposal) -> ResponseReturnValue:
    """All agree, or a decision without a date: by when it will be done."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            act = (
                operations.record_consensus
                if life.word(proposal) is life.Word.TALKING and not proposal.decided_at
                else operations.set_date
            )
            act(g.visitor, proposal, _until(form.day.data))  # type: ignore[arg-type]
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/date.html", form, proposal)


@bp.route("/<int:number>/done", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def done(proposal: Proposal) -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.claim_done(g.visitor, proposal, form.text.data)
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/done.html", form, proposal)


@bp.route("/<int:number>/confirmation", methods=["GET", "POST"])
@access(P.PROPOSAL_CONFIRM, on=Proposal)
def confirm(proposal: Proposal) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.confirm(g.visitor, proposal, fixed=form.fixed.data == "yes", comment=form.comment.data or "")
            db.commit()
            return redirect(_page(proposal), 303)
    return _form_page("proposals/confirm.html", form, proposal)


@bp.route("/<int:number>/check", methods=["GET", "POST"])
@access(P.PROPOSAL_ANSWER, on=Proposal)
def check(proposal: Proposal) -> ResponseReturnValue:
    """Where the community checks first: show the text, or refuse it with the rule it breaks."""
    form = CheckForm()
    if form.validate_on_submit():
        with form.attempt():
            show = form.decision.data == "show"
            if not show and not form.reason.data:
                raise Refused(N_("Please name the rule it breaks."), status=422)
            operations.check(g.visitor, proposal, show=show, reason=form.reason.data or "")
            db.commit()
            return redirect(url_for("home.desk"), 303)
    return _form_page("proposals/check.html", form, proposal)
