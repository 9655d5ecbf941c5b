"""Reports waiting, one's own rulings, and the public log."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from app.access import Visitor, committee
from app.community.models import PostKind
from app.community.queries import is_served
from app.moderation.models import Appeal, JoinedReport, Report, ReportState, Ruling
from app.proposals.models import Proposal, State
from tenants import db


def waiting(to_supervision: bool) -> Select[Report]:
    """Open reports, for the committee or for the supervision board."""
    return select(Report).where(Report.state == ReportState.OPEN, Report.to_supervision == to_supervision)


def log() -> Select[*tuple[Any, ...]]:
    """Every ruling and what became of it, without names."""
    return select(Ruling, Appeal).outerjoin(Appeal, Appeal.ruling_id == Ruling.id)


def rulings_on(membership_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """The rulings on a member's own texts."""
    return log().where(Ruling.author_id == membership_id)


def appeal_of(ruling: Ruling) -> Appeal | None:
    return db.session.scalars(select(Appeal).where(Appeal.ruling_id == ruling.id)).one_or_none()


def reporters_of(report_id: uuid.UUID | None) -> set[uuid.UUID]:
    """All who reported the text; none where nobody did and it only waited to be shown."""
    first = select(Report.membership_id).where(Report.id == report_id)
    others = select(JoinedReport.membership_id).where(JoinedReport.report_id == report_id)
    return {*db.session.scalars(first), *db.session.scalars(others)} if report_id is not None else set()


def joined(report: Report) -> list[JoinedReport]:
    """What others said of the same text, the first on top; nobody reads a hundred."""
    query = select(JoinedReport).where(JoinedReport.report_id == report.id).order_by(JoinedReport.id)
    return list(db.session.scalars(query.limit(20)))


def board_is_empty(day: date) -> bool:
    """Whether nobody sits on the supervision board: what goes to it waits until somebody does."""
    return not is_served(day, PostKind.SUPERVISION)


def waiting_for_the_board() -> int:
    """Reports and appeals that only the supervision board may decide."""
    parts = [waiting(to_supervision=True).with_only_columns(Report.id), appeals_waiting().with_only_columns(Appeal.id)]
    return sum(db.session.scalar(select(func.count()).select_from(part.subquery())) or 0 for part in parts)


def appeals_waiting() -> Select[*tuple[Any, ...]]:
    return select(Appeal, Ruling).join(Ruling, Ruling.id == Appeal.ruling_id).where(Appeal.upheld.is_(None))


def first_appeals(limit: int) -> list[Any]:
    """The first due of those that wait."""
    return list(db.session.execute(appeals_waiting().order_by(Appeal.due_at, Appeal.id).limit(limit)).all())


def texts_for_the_board() -> list[Proposal]:
    """Texts that wait to be shown and speak of the committee, the first due on top."""
    waiting = Proposal.state == State.WAITING, Proposal.to_supervision.is_(True), Proposal.stands()
    return list(
        db.session.scalars(select(Proposal).where(*waiting).order_by(Proposal.check_due_at, Proposal.id).limit(20))
    )


def waiting_count(visitor: Visitor) -> int:
    """How many reports wait for the visitor's office."""
    theirs = waiting(to_supervision=not committee(visitor, None))
    return db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
