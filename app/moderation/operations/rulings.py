"""Deciding about a text, reported or waiting to be shown: by a rule, with a reason, and never about one's own."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.core import clock
from app.core.refusal import N_, Refused
from app.moderation.models import Report, ReportState, Ruling
from app.moderation.operations.impartial import require_no_part
from app.moderation.operations.reports import subject_of
from app.moderation.operations.taking_down import leave_for_good, take_down
from app.moderation.queries import appeal_of, reporters_of
from app.moderation.rules import RULES
from app.notifications.kinds import Kind, kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.outbox.operations import enqueue, handler
from app.proposals import operations as proposals
from app.proposals.models import Proposal
from tenants import db
from tenants.locks import lock_row

FINAL_DAYS = 7
RULED = act("moderation.rule", N_("Decided a report"))
NOT_SHOWN = act("moderation.refuse", N_("Did not show a text"))
HIDDEN = kind("ruling.hidden", N_("A text of yours was taken down under rule %(rule)s: %(reason)s"), "ruling")
KEPT = kind("ruling.kept", N_("A text of yours was reported and stays up."), "ruling", Topic.INBOX)
LOOKED_AT = kind(
    "report.ruled", N_("What you reported was looked at. The log says what was decided, and why."), "log", Topic.INBOX
)
TURNED_AWAY = kind("ruling.refused", N_("A text of yours is not shown, by rule %(rule)s: %(reason)s"), "ruling")


def rule_on(visitor: CommunityVisitor, reported: Report, hide: bool, rule: int, reason: str) -> Ruling:
    """Decide a report: take the text down or leave it, with a rule and a reason the author reads."""
    lock_row(reported)
    subject = subject_of(reported)
    require_may_rule(visitor, reported, subject)
    reported.state = ReportState.RULED
    ruling = _rule(visitor, subject, hide, rule, reason, HIDDEN if hide else KEPT, reported)
    tell(LOOKED_AT, reporters_of(reported.id))
    record(visitor, RULED, reported, hidden=hide, rule=rule)
    return ruling


def require_may_rule(visitor: CommunityVisitor, reported: Report, subject: Any) -> None:
    """Undecided, and by someone with no part in it."""
    if reported.state is not ReportState.OPEN:
        raise Refused(N_("This report has been decided already."))
    if visitor.membership.id in reporters_of(reported.id):
        raise Refused(N_("You reported this text. Someone else must decide."))
    require_no_part(visitor, subject)


def show(visitor: CommunityVisitor, proposal: Proposal) -> None:
    """A text that waits is shown to all: who wrote it does not decide that either."""
    require_no_part(visitor, proposal)
    proposals.show(visitor, proposal)


def turn_away(visitor: CommunityVisitor, proposal: Proposal, rule: int | None, reason: str) -> Ruling:
    """A text that waits to be shown is refused: a ruling like any other, which its author may appeal."""
    if rule is None or rule not in RULES:
        raise Refused(N_("Please choose the rule it breaks."), status=422, field="rule")
    if not reason:
        raise Refused(N_("Please give the reason."), status=422, field="reason")
    proposals.turn_away(visitor, proposal, rule)
    ruling = _rule(visitor, proposal, True, rule, reason, TURNED_AWAY)
    record(visitor, NOT_SHOWN, proposal, rule=rule)
    return ruling


def _rule(
    visitor: CommunityVisitor,
    subject: Any,
    hide: bool,
    rule: int,
    reason: str,
    told: Kind,
    reported: Report | None = None,
) -> Ruling:
    now, author_id = clock.now(), subject.author_id
    require_no_part(visitor, subject)
    ruling = Ruling(
        report_id=reported and reported.id, subject_kind=subject.__tablename__, subject_id=subject.id, hidden=hide, rule=rule,
        reason=reason, office=visitor.office, ruled_by=visitor.membership.id, author_id=author_id,
        final_at=now + timedelta(days=FINAL_DAYS), created_at=now,
    )  # fmt: skip
    db.session.add(ruling)
    if hide:
        take_down(subject, now)
        db.session.flush()  # the job names the ruling
        enqueue("moderation.final", ruling.final_at, ruling_id=ruling.id)
    if author_id is not None:
        tell(told, [author_id], None, rule=rule, reason=reason)
    return ruling


@handler("moderation.final")
def make_final(ruling_id: str) -> None:
    """Seven days without an appeal: the taken-down text also leaves the score's denominators."""
    ruling = db.session.scalars(select(Ruling).where(Ruling.id == uuid.UUID(ruling_id))).one()
    appeal = appeal_of(ruling)
    if appeal is None or appeal.upheld:
        subject = subject_of(ruling)
        leave_for_good(subject)
