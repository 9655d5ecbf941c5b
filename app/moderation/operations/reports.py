"""Saying that a text breaks a rule."""

from typing import Any

from sqlalchemy import select

from app.access import CommunityVisitor, committee
from app.community.operations import working_days
from app.core import clock
from app.core.refusal import N_, Refused
from app.core.registry import registry
from app.moderation.models import JoinedReport, Report, ReportState
from app.moderation.operations.impartial import concerns_committee
from app.moderation.queries import reporters_of
from app.moderation.rules import RULES
from tenants import db
from tenants.locks import lock_row
from tenants.numbers import next_number


def report(visitor: CommunityVisitor, subject: Any, rule: int, text: str) -> Report:
    """Say that a text breaks a rule. A second report of the same text joins the first, with its own words."""
    if rule not in RULES:
        raise Refused(N_("Please choose the rule it breaks."), status=422, field="rule")
    lock_row(subject)  # of two who report it at once, the second joins the first
    if subject.hidden_at is not None:
        raise Refused(N_("This text has already been taken down."))
    query = select(Report).where(Report.subject_id == subject.id, Report.state == ReportState.OPEN)
    if known := db.session.scalars(query.limit(1)).first():
        return _join(visitor, known, rule, text)
    made = Report(
        number=next_number("report"), subject_kind=subject.__tablename__, subject_id=subject.id,
        rule=rule, text=text, membership_id=visitor.membership.id,
        to_supervision=concerns_committee(visitor, subject), created_at=clock.now(), due_at=working_days(visitor.community, 1),
    )  # fmt: skip
    db.session.add(made)
    return made


def _join(visitor: CommunityVisitor, known: Report, rule: int, text: str) -> Report:
    """One more voice of a report; saying it twice is as once. What the committee says too is not its to decide."""
    if visitor.membership.id not in reporters_of(known.id):
        joined = JoinedReport(
            report_id=known.id, membership_id=visitor.membership.id, rule=rule, text=text, created_at=clock.now()
        )
        db.session.add(joined)
        known.to_supervision = known.to_supervision or committee(visitor, None)
    return known


def subject_of(report_or_ruling: Any) -> Any:
    """The text a report or ruling is about."""
    model = registry.kind(report_or_ruling.subject_kind).model
    return db.session.scalars(select(model).where(model.id == report_or_ruling.subject_id)).one()
