"""What was promised, by whom and by when: the list, one promise, and each act on it."""

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.commitments import operations, queries, words
from app.commitments.acts import LIVING, Act, open_to, require_open_to
from app.commitments.forms import ConfirmForm, DateForm, DoneForm, HandOverForm, LongerForm
from app.commitments.models import Commitment
from app.commitments.permissions import P
from app.web.door import access
from app.web.forms import Form, end_of_day, options, pressed_once
from app.web.paging import paged
from app.web.permalinks import permalink, permalink_if_any
from tenants import db

bp = Blueprint("commitments", __name__, url_prefix="/c/<slug>/commitments")
bp.add_app_template_global(words.promise_words)
bp.add_app_template_global(words.promise_overdue)
bp.add_app_template_global(words.promise_label)
bp.add_app_template_global(words, "promised")  # type: ignore[arg-type]  # a module: its tables and small questions
bp.add_app_template_global(open_to, "promise_open_to")


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """What is promised and not settled yet, the first due on top; ?show=all: everything, the newest first."""
    everything = request.args.get("show") == "all"
    query = queries.shown()
    if everything:
        page = paged(query, Commitment.number)
    else:
        page = paged(query.where(Commitment.state.in_(LIVING)), Commitment.due_at, Commitment.number, rising=True)
    return render_template("commitments/index.html", page=page, everything=everything)


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Commitment)
def show(commitment: Commitment) -> ResponseReturnValue:
    """One promise: whose, by when, what became of it."""
    member = g.visitor.membership
    confirmation = queries.confirmation_of(member.id, commitment) if member is not None else None
    return render_template(
        "commitments/show.html", promise=commitment, confirmation=confirmation, events=queries.events_of(commitment.id),
        about=permalink_if_any(commitment.subject_kind, commitment.subject_number),
    )  # fmt: skip


def _page_of(commitment: Commitment) -> str:
    return permalink("commitment", commitment.number)


def _form_page(template: str, form: Form, commitment: Commitment, act: Act) -> ResponseReturnValue:
    """The form an act begins with; where the act is not open, the sentence that says why, before anything is typed."""
    if request.method == "GET":
        require_open_to(commitment, act)
    return render_template(template, form=form, promise=commitment), form.status


@bp.route("/<int:number>/done", methods=["GET", "POST"])
@access(P.COMMITMENT_CARRY, on=Commitment)
def done(commitment: Commitment) -> ResponseReturnValue:
    form = DoneForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.claim_done(g.visitor, commitment, form.text.data)
            then = form.remember(_page_of(commitment))
            db.commit()
            return redirect(then, 303)
    return _form_page("commitments/done.html", form, commitment, Act.CLAIM)


@bp.route("/<int:number>/date", methods=["GET", "POST"])
@access(P.COMMITMENT_CARRY, on=Commitment)
def name_date(commitment: Commitment) -> ResponseReturnValue:
    """The day that the decision left open."""
    form = DateForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.name_date(g.visitor, commitment, end_of_day(form.day.data))
            then = form.remember(_page_of(commitment))
            db.commit()
            return redirect(then, 303)
    return _form_page("commitments/date.html", form, commitment, Act.NAME_DATE)


@bp.route("/<int:number>/longer", methods=["GET", "POST"])
@access(P.COMMITMENT_CARRY, on=Commitment)
def ask_longer(commitment: Commitment) -> ResponseReturnValue:
    """Ask whoever it was promised to for more time, once."""
    form = LongerForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.ask_longer(g.visitor, commitment, end_of_day(form.day.data), form.text.data)
            then = form.remember(_page_of(commitment))
            db.commit()
            return redirect(then, 303)
    return _form_page("commitments/longer.html", form, commitment, Act.ASK_LONGER)


@bp.post("/<int:number>/longer-answer")
@access(P.COMMITMENT_OWN, on=Commitment)
@pressed_once
def answer_longer(commitment: Commitment) -> ResponseReturnValue:
    """Agree to the later day, or hold to the first."""
    operations.answer_longer(g.visitor, commitment, agrees=bool(request.form.get("agree")))
    db.commit()
    return redirect(_page_of(commitment), 303)


@bp.route("/<int:number>/hand-over", methods=["GET", "POST"])
@access(P.COMMITMENT_CARRY, on=Commitment)
def hand_over(commitment: Commitment) -> ResponseReturnValue:
    """Another office or an organisation carries it out."""
    form = HandOverForm()
    form.to.choices = options((hand, hand) for hand in queries.hands())
    if form.validate_on_submit():
        with form.attempt():
            operations.hand_over(g.visitor, commitment, form.to.data, form.text.data)
            db.commit()
            return redirect(_page_of(commitment), 303)
    return _form_page("commitments/hand_over.html", form, commitment, Act.HAND_OVER)


@bp.route("/<int:number>/confirmation", methods=["GET", "POST"])
@access(P.COMMITMENT_CONFIRM, on=Commitment)
def confirm(commitment: Commitment) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.confirm(g.visitor, commitment, fixed=form.fixed.data == "yes", comment=form.comment.data or "")
            db.commit()
            return redirect(_page_of(commitment), 303)
    return _form_page("commitments/confirm.html", form, commitment, Act.REPLY)
