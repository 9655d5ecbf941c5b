"""The notice board."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.moderated import Moderated
from tenants.columns import Base, belongs_to, indexed, refers, unique
from tenants.owned import CommunityOwned


class NoticeKind(enum.StrEnum):
    NOTICE = "notice"
    DISCLOSURE = "disclosure"
    EVENT = "event"
    RESULT = "result"


class Notice(Moderated, CommunityOwned, Base):
    """Something the community is told. Poll notices, results and "done" appear here by themselves."""

    __tablename__ = "notice"
    __table_args__ = (
        *refers("author_id", "membership"),
        *refers("grid_id", "grid"),
        *unique("number"),
        *indexed("posted_at", "id"),
        *indexed("kind", "number"),
    )

    number: Mapped[int]
    kind: Mapped[NoticeKind] = mapped_column(default=NoticeKind.NOTICE)
    title: Mapped[str] = mapped_column(String(120))  # of a vote, and that it is void
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[uuid.UUID | None]  # None: posted by the product itself
    grid_id: Mapped[uuid.UUID | None]  # None: the whole community
    subject_kind: Mapped[str | None] = mapped_column(String(20))  # "poll", "proposal": what it leads to
    subject_number: Mapped[int | None]
    pinned: Mapped[bool] = mapped_column(default=False)
    posted_at: Mapped[datetime]
    until: Mapped[datetime | None]

    author = belongs_to("Notice.author_id", "Membership")
