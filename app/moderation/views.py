"""Pages of moderation: report, rule, appeal, and the public log."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import committee, readable
from app.community.operations import here, today
from app.core.registry import registry
from app.moderation import operations, queries, words
from app.moderation.forms import AppealDecisionForm, AppealForm, CheckForm, ReportForm, RulingForm
from app.moderation.models import Appeal, Report, Ruling
from app.moderation.permissions import P
from app.moderation.rules import RULES
from app.proposals.acts import Act, require_open_to
from app.proposals.models import Proposal
from app.web.addresses import id_or_404
from app.web.door import access
from app.web.paging import Page, paged
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.terms import term
from tenants import db

FIRST_APPEALS = 10  # on the desk itself
bp = Blueprint("moderation", __name__, url_prefix="/c/<slug>")
bp.add_app_template_global(operations.may_appeal)
bp.add_app_template_global(words.appealed)
bp.add_app_template_global(words.appeal_line)


@bp.route("/moderation/report", methods=["GET", "POST"])
@access(P.REPORT)
def report() -> ResponseReturnValue:
    """Report the text named by ?kind= and ?subject= (base32 id)."""
    subject, form = _subject(), ReportForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.report(g.visitor, subject, form.rule.data, form.text.data or "")
            db.commit()
            flash(gettext("Thank you. Someone looks at it within one working day."))
            return redirect(permalink("community"), 303)
    return render_template("moderation/report.html", form=form, subject=subject.written()), form.status


def _subject() -> Any:
    kind = registry.reportable().get(request.args.get("kind", "")) or abort(404)
    key = id_or_404(request.args.get("subject", ""))
    row = db.session.scalars(select(kind.model).where(kind.model.id == key)).one_or_none()
    if row is None or not readable(g.visitor, row):
        abort(404)
    return row


@bp.get("/desk/moderation")
@access(P.MODERATION_DESK)
def desk() -> ResponseReturnValue:
    """Reports waiting for the reader's office; the supervision board also has the appeals, the first due on top."""
    board = not committee(g.visitor, None)
    page = paged(queries.waiting(to_supervision=board), Report.number)
    first = queries.first_appeals(FIRST_APPEALS + 1) if board else []
    texts = queries.texts_for_the_board() if board else []
    context = {
        "texts": texts,
        "appeals": first[:FIRST_APPEALS],
        "more_appeals": len(first) > FIRST_APPEALS,
        "rules": RULES,
    }
    return render_template("moderation/desk.html", page=page, **context)


@bp.get("/desk/moderation/appeals")
@access(P.APPEAL_DECIDE)
def appeals() -> ResponseReturnValue:
    page = paged(queries.appeals_waiting(), Appeal.due_at, Appeal.id, rising=True)
    return render_template("moderation/appeals.html", page=page, rules=RULES)


@bp.route("/desk/moderation/<int:number>", methods=["GET", "POST"])
@access(P.RULE, on=Report)
def rule(report: Report) -> ResponseReturnValue:
    subject = operations.subject_of(report)
    if request.method == "GET":
        operations.require_may_rule(g.visitor, report, subject)
    form = RulingForm(rule=report.rule)
    if form.validate_on_submit():
        with form.attempt():
            hide = form.decision.data == "hide"
            operations.rule_on(g.visitor, report, hide, form.rule.data, form.reason.data)
            then = form.remember(url_for(".desk"))
            db.commit()
            return redirect(then, 303)
    return render_template(
        "moderation/rule.html",
        form=form,
        report=report,
        joined=queries.joined(report),
        subject=subject.written(),
        rules=RULES,
    ), form.status


@bp.route("/proposals/<int:number>/check", methods=["GET", "POST"])
@access(P.TEXT_CHECK, on=Proposal)
def check(proposal: Proposal) -> ResponseReturnValue:
    """Where the community checks first: show the text, or rule that it is not shown."""
    if request.method == "GET":
        require_open_to(proposal, Act.CHECK)
        operations.require_no_part(g.visitor, proposal)
    form = CheckForm()
    if form.validate_on_submit():
        with form.attempt():
            if form.decision.data == "show":
                operations.show(g.visitor, proposal)
            else:
                operations.turn_away(g.visitor, proposal, form.rule.data, form.reason.data or "")
            then = form.remember(url_for(".desk") if proposal.to_supervision else permalink("desk"))
            db.commit()
            return redirect(then, 303)
    return render_template("moderation/check.html", form=form, proposal=proposal), form.status


@bp.get("/moderation/mine")
@access(P.ACCOUNT)
def mine() -> ResponseReturnValue:
    """What was decided about my own texts, and the way to appeal: also for those who only signed in to ask."""
    membership = g.visitor.membership
    page = paged(queries.rulings_on(membership.id), Ruling.id) if membership else Page([], None)
    return render_template("moderation/mine.html", page=page, rules=RULES)


@bp.route("/moderation/rulings/<id:ruling_id>/appeal", methods=["GET", "POST"])
@access(P.APPEAL, on=Ruling)
def appeal(ruling: Ruling) -> ResponseReturnValue:
    if request.method == "GET":
        operations.require_appealable(ruling)
    form = AppealForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.appeal(g.visitor, ruling, form.text.data)
            then = form.remember(url_for(".mine"))
            db.commit()
            flash(gettext("Your appeal is with the %(board)s.", board=term("supervision")))
            return redirect(then, 303)
    nobody = queries.board_is_empty(today(here()))
    context = {"form": form, "ruling": ruling, "rules": RULES, "nobody_decides": nobody}
    return render_template("moderation/appeal.html", **context), form.status


@bp.route("/moderation/appeals/<id:appeal_id>", methods=["GET", "POST"])
@access(P.APPEAL_DECIDE, on=Appeal)
def decide(appeal: Appeal) -> ResponseReturnValue:
    ruling = db.session.scalars(select(Ruling).where(Ruling.id == appeal.ruling_id)).one()
    if request.method == "GET":
        operations.require_decidable(g.visitor, appeal, ruling)
    form = AppealDecisionForm()
    if form.validate_on_submit():
        with form.attempt():
            upheld = form.decision.data == "uphold"
            operations.decide_appeal(g.visitor, appeal, ruling, upheld=upheld, reason=form.reason.data)
            then = form.remember(url_for(".desk"))
            db.commit()
            return redirect(then, 303)
    subject = operations.subject_of(ruling).written()
    context = {"form": form, "appeal": appeal, "ruling": ruling, "subject": subject, "rules": RULES}
    return render_template("moderation/decide.html", **context), form.status


@bp.get("/log")
@access(P.COMMUNITY_READ)
def log() -> ResponseReturnValue:
    """The public log: each ruling with its rule and reason, without names."""
    page = paged(queries.log(), Ruling.id)
    return render_template("moderation/log.html", page=page, rules=RULES)
