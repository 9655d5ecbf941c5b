"""Reports, rulings with a rule and a reason, appeals to someone else, and the public log made of them."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.refusal import N_
from tenants.columns import Base, indexed, refers, unique
from tenants.owned import CommunityOwned


class ReportState(enum.StrEnum):
    OPEN = "open"
    RULED = "ruled"


class Report(CommunityOwned, Base):
    """Someone says that a text breaks a rule. Who said so is never shown to those concerned."""

    __tablename__ = "report"
    __table_args__ = (
        *refers("membership_id", "membership"),
        *unique("number"),
        *indexed("state", "number"),
        *indexed("subject_id"),
    )

    number: Mapped[int]
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN)
    subject_kind: Mapped[str] = mapped_column(String(20))  # a reportable kind of the registry
    subject_id: Mapped[uuid.UUID]
    rule: Mapped[int]
    text: Mapped[str] = mapped_column(String(500), default="")
    membership_id: Mapped[uuid.UUID]
    to_supervision: Mapped[bool] = mapped_column(default=False)  # it concerns the committee, which does not rule then
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]


class JoinedReport(CommunityOwned, Base):
    """What somebody else says of a text that is reported already: heard with the first, and kept from ruling like them."""

    __tablename__ = "joined_report"
    __table_args__ = (
        *refers("report_id", "report"),
        *refers("membership_id", "membership"),
        *unique("report_id", "membership_id"),
    )

    report_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    rule: Mapped[int]
    text: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]


class Ruling(CommunityOwned, Base):
    """What was decided, by which rule and why. The author gets the reason; the public log has no names."""

    __tablename__ = "ruling"
    __table_args__ = (*refers("report_id", "report"), *indexed("created_at", "id"))

    report_id: Mapped[uuid.UUID | None]  # None: a text that waited to be shown was refused
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    hidden: Mapped[bool]
    rule: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    office: Mapped[str] = mapped_column(String(60))
    ruled_by: Mapped[uuid.UUID]  # a membership: has no part in deciding the appeal, and is shown to nobody
    author_id: Mapped[uuid.UUID | None]  # of the text: may appeal
    final_at: Mapped[datetime]  # unappealed until then, it becomes final
    created_at: Mapped[datetime]

    @property
    def outcome(self) -> str:
        """What was decided, as an English message."""
        if not self.hidden:
            return N_("Stays up")
        return N_("Taken down") if self.report_id else N_("Not shown")


class Appeal(CommunityOwned, Base):
    """The author asks someone else, the supervision board, to look again."""

    __tablename__ = "appeal"
    __table_args__ = (*refers("ruling_id", "ruling"), *unique("ruling_id"))

    ruling_id: Mapped[uuid.UUID]
    text: Mapped[str] = mapped_column(String(500))
    due_at: Mapped[datetime]
    upheld: Mapped[bool | None]  # the ruling stands; None: not decided yet
    reason: Mapped[str] = mapped_column(String(500), default="")
    office: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
