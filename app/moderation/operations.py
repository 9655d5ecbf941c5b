"""Report → ruling with rule and reason → the author is told → public log; and an appeal to someone else."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Visitor
from app.audit.operations import act, record
from app.board.models import Notice
from app.community.operations import working_days
from app.deliberation.models import Statement
from app.moderation.models import Appeal, Report, ReportState, Ruling
from app.moderation.rules import RULES
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.outbox.operations import enqueue, handler
from app.proposals.models import Proposal
from app.refusal import N_, Refused
from app.volunteering.models import Shift
from tenants import db
from tenants.numbers import next_number

SUBJECTS: dict[str, type] = {"proposal": Proposal, "statement": Statement, "notice": Notice, "shift": Shift}
RULED = act("moderation.rule", N_("Decided a report"))
APPEAL_DECIDED = act("moderation.appeal", N_("Decided an appeal"))
APPEAL_DAYS, DECISION_DAYS = 3, 3  # days to appeal; working days to decide it
FINAL_DAYS = 7
HIDDEN = kind("ruling.hidden", N_("A text of yours was taken down under rule %(rule)s: %(reason)s"), "moderation.mine")
KEPT = kind("ruling.kept", N_("A text of yours was reported and stays up."), "moderation.mine", urgent=False)
RESTORED = kind("appeal.restored", N_("Your appeal was granted: the text is back."), "moderation.mine")
UPHELD = kind("appeal.upheld", N_("Your appeal was decided: the text stays down. %(reason)s"), "moderation.mine")


def report(visitor: Visitor, subject: Any, rule: int, text: str) -> Report:
    """Say that a text breaks a rule. A second report of the same text joins the first."""
    if rule not in RULES:
        raise Refused(N_("Please choose the rule it breaks."), status=422)
    if subject.hidden_at is not None:
        raise Refused(N_("This text has already been taken down."))
    query = select(Report).where(Report.subject_id == subject.id, Report.state == ReportState.OPEN)
    if known := db.session.scalars(query.limit(1)).first():
        return known
    assert visitor.community is not None  # reports happen inside a community
    made = Report(
        number=next_number("report"), subject_kind=subject.__tablename__, subject_id=subject.id,
        subject_number=_number_of(subject), rule=rule, text=text, membership_id=visitor.membership.id,
        about_committee=_by_committee(subject), created_at=clock.now(), due_at=working_days(visitor.community, 1),
    )  # fmt: skip
    db.session.add(made)
    return made


def _number_of(subject: Any) -> int | None:
    if isinstance(subject, Statement):
        return db.session.scalar(select(Proposal.number).where(Proposal.id == subject.proposal_id))
    return subject.number


def _by_committee(subject: Any) -> bool:
    """What an official said in office goes to the supervision board."""
    return isinstance(subject, Notice) or bool(getattr(subject, "label", ""))


def subject_of(report_or_ruling: Any) -> Any:
    """The text a report or ruling is about."""
    model = SUBJECTS[report_or_ruling.subject_kind]
    return db.session.scalars(select(model).where(model.id == report_or_ruling.subject_id)).one()


def rule_on(visitor: Visitor, reported: Report, hide: bool, rule: int, reason: str) -> Ruling:
    """Decide a report: take the text down or leave it, with a rule and a reason the author reads."""
    if reported.state is not ReportState.OPEN:
        raise Refused(N_("This report has been decided already."))
    subject, now = subject_of(reported), clock.now()
    author_id = getattr(subject, "author_id", None) or getattr(subject, "organiser_id", None)
    if visitor.membership is not None and author_id == visitor.membership.id:
        raise Refused(N_("Someone else must decide about your own text."))
    reported.state = ReportState.RULED
    ruling = Ruling(
        report_id=reported.id, subject_kind=reported.subject_kind, subject_id=reported.subject_id, hidden=hide,
        rule=rule, reason=reason, office=visitor.office, author_id=author_id,
        final_at=now + timedelta(days=FINAL_DAYS), created_at=now,
    )  # fmt: skip
    db.session.add(ruling)
    if hide:
        subject.hidden_at = now
        db.session.flush()  # the job names the ruling
        enqueue("moderation.final", ruling.final_at, ruling_id=ruling.id)
    if author_id is not None:
        tell(HIDDEN if hide else KEPT, [author_id], None, rule=rule, reason=reason)
    record(visitor, RULED, reported, hidden=hide, rule=rule)
    return ruling


@handler("moderation.final")
def make_final(ruling_id: str) -> None:
    """Seven days without an appeal: the taken-down text also leaves the score's denominators."""

    ruling = db.session.scalars(select(Ruling).where(Ruling.id == uuid.UUID(ruling_id))).one()
    appeal = _appeal_of(ruling)
    if appeal is None or appeal.upheld:
        subject = subject_of(ruling)
        subject.hidden_final_at = subject.hidden_at and clock.now()


def _appeal_of(ruling: Ruling) -> Appeal | None:
    return db.session.scalars(select(Appeal).where(Appeal.ruling_id == ruling.id)).one_or_none()


def appeal(visitor: Visitor, ruling: Ruling, text: str) -> Appeal:
    """Within three days the author asks the supervision board to look again; once."""
    if not ruling.hidden:
        raise Refused(N_("The text stays up: there is nothing to appeal."))
    if clock.now() > ruling.created_at + timedelta(days=APPEAL_DAYS):
        raise Refused(N_("The three days to appeal are over."))
    if _appeal_of(ruling) is not None:
        raise Refused(N_("You have appealed this already."))
    assert visitor.community is not None
    due = working_days(visitor.community, DECISION_DAYS)
    made = Appeal(ruling_id=ruling.id, text=text, created_at=clock.now(), due_at=due)
    db.session.add(made)
    return made


def decide_appeal(visitor: Visitor, made: Appeal, ruling: Ruling, *, upheld: bool, reason: str) -> None:
    """The supervision board upholds the ruling or restores the text, credits included."""
    if made.upheld is not None:
        raise Refused(N_("This appeal has been decided already."))
    made.upheld, made.reason, made.office, made.decided_at = upheld, reason, visitor.office, clock.now()
    subject = subject_of(ruling)
    if upheld:
        subject.hidden_final_at = clock.now()
    else:
        subject.hidden_at = subject.hidden_final_at = None
    if ruling.author_id is not None:
        tell(UPHELD if upheld else RESTORED, [ruling.author_id], None, reason=reason)
    record(visitor, APPEAL_DECIDED, made, upheld=upheld)
