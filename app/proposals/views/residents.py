"""What residents do: look, ask, propose, support, and what the author may say."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.community.operations import arrive
from app.community.scope import ScopeKind
from app.core import clock
from app.core.refusal import N_
from app.privacy import operations as consents
from app.privacy import views as privacy
from app.proposals import life, operations, queries, words
from app.proposals.acts import Act
from app.proposals.forms import ProposalForm, RequestForm, WordsForm
from app.proposals.models import Category, Kind, Proposal
from app.proposals.permissions import P
from app.proposals.support import support_box
from app.proposals.views import bp, form_page, page_of
from app.web.door import access
from app.web.final import final
from app.web.formats import as_date
from app.web.forms import pressed_once
from app.web.html import changed
from app.web.paging import paged
from app.web.reader import reader
from tenants import db


@bp.get("/")
@access(P.COMMUNITY_READ)
def index() -> ResponseReturnValue:
    """Everyone's requests and proposals, newest first; filtered by kind and by one of the four words."""
    kind, phase = _choice(Kind, request.args.get("kind")), _choice(life.Phase, request.args.get("phase"))
    query = queries.listed(kind, phase)
    mine = "mine" in request.args and g.visitor.membership is not None
    if mine:
        query = queries.mine(g.visitor.membership.id)
    page, by = paged(query, Proposal.number, values={"now": clock.now()}), reader()
    return render_template(
        "proposals/index.html",
        rows=[words.listed(row, by) for row in page.rows], page=page, shown=_shown(kind, mine), current_section="proposals",
    )  # fmt: skip


def _shown(kind: object | None, mine: bool) -> str:
    """Which of the four filters is on."""
    if mine:
        return "mine"
    return kind.value if isinstance(kind, Kind) else "all"


def _choice(enum: type, given: str | None) -> object | None:
    return next((choice for choice in enum if choice.value == given), None)  # type: ignore[attr-defined]  # an enum of these values


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
                arrive(g.visitor, g.community), form.title.data, form.text.data or "", category=Category(form.category.data),
                place=form.place.data or "", private=form.private.data,
            )  # fmt: skip
            if form.private.data and form.sensitive.data:
                consents.agree(g.visitor.account.id, privacy.shown(), clock.now(), consents.SENSITIVE)
            then = form.remember(page_of(made))
            db.commit()
            flash(gettext("Received on %(day)s as No. %(number)s.", day=as_date(made.created_at), number=made.number))
            return redirect(then, 303)
    return render_template("proposals/ask.html", form=form, current_section="proposals"), form.status


@access(P.PROPOSAL_SUBMIT)
def _propose() -> ResponseReturnValue:
    form = ProposalForm()
    form.scope.choices = words.scope_choices()
    if form.validate_on_submit():
        with form.attempt():
            category, place = Category(form.category.data), form.place.data or ""
            made = operations.propose(
                g.visitor, form.title.data, form.text.data, category=category, place=place,
                scope=ScopeKind(form.scope.data),
            )  # fmt: skip
            then = form.remember(page_of(made))
            db.commit()
            flash(gettext("Received on %(day)s as No. %(number)s.", day=as_date(made.created_at), number=made.number))
            return redirect(then, 303)
    return render_template("proposals/propose.html", form=form, current_section="proposals"), form.status


@bp.post("/<int:number>/endorsement")
@access(P.PROPOSAL_ENDORSE, on=Proposal)
def endorse(proposal: Proposal) -> ResponseReturnValue:
    """Support it, or take the support back (withdraw=1)."""
    supports = not request.form.get("withdraw")
    act = operations.endorse if supports else operations.withdraw_endorsement
    act(g.visitor, proposal)
    db.commit()
    box = support_box(proposal, g.visitor, supports=supports)
    return changed("proposals/_support.html", page_of(proposal), proposal=proposal, box=box)


@bp.post("/<int:number>/proposal")
@access(P.PROPOSAL_TURN, on=Proposal)
@pressed_once
def turn(proposal: Proposal) -> ResponseReturnValue:
    operations.turn_into_proposal(g.visitor, proposal)
    db.commit()
    return redirect(page_of(proposal), 303)


@bp.post("/<int:number>/withdrawal")
@access(P.PROPOSAL_OWN, on=Proposal)
@final(
    N_("Really take it back?"), N_("It ends here, and nobody answers it any more. You can write a new one at any time.")
)
@pressed_once
def withdraw(proposal: Proposal) -> ResponseReturnValue:
    operations.withdraw(g.visitor, proposal)
    db.commit()
    return redirect(page_of(proposal), 303)


@bp.route("/<int:number>/send-back", methods=["GET", "POST"])
@access(P.PROPOSAL_OWN, on=Proposal)
def send_back(proposal: Proposal) -> ResponseReturnValue:
    form = WordsForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.send_back(g.visitor, proposal, form.text.data)
            then = form.remember(page_of(proposal))
            db.commit()
            return redirect(then, 303)
    return form_page("proposals/send_back.html", form, proposal, Act.SEND_BACK)
