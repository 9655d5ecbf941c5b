"""What people say to a proposal, and how others take it."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.moderated import Moderated
from tenants.columns import Base, belongs_to, indexed, refers, unique
from tenants.owned import CommunityOwned


class Stance(enum.StrEnum):
    COMMENT = "comment"
    FOR = "for"
    AGAINST = "against"
    AMEND = "amend"


class Statement(Moderated, CommunityOwned, Base):
    """One contribution of at most 500 characters. Replies go one level deep."""

    __tablename__ = "statement"
    __table_args__ = (
        *refers("proposal_id", "proposal"),
        *refers("author_id", "membership"),
        *refers("parent_id", "statement", cascade=True),
        *indexed("proposal_id", "hidden_at", "id"),
    )

    proposal_id: Mapped[uuid.UUID]
    author_id: Mapped[uuid.UUID]
    parent_id: Mapped[uuid.UUID | None]
    household_id: Mapped[uuid.UUID | None]
    grid_id: Mapped[uuid.UUID | None]
    counts: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(60), default="")  # office or organisation it is said for
    stance: Mapped[Stance] = mapped_column(default=Stance.COMMENT)
    text: Mapped[str] = mapped_column(String(500))
    agree: Mapped[int] = mapped_column(default=0)
    disagree: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(String(10), default="web")
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]
    met_at: Mapped[datetime | None]  # whoever objected says that it is met: the objection no longer stands

    author = belongs_to("Statement.author_id", "Membership")
    proposal = belongs_to(
        "Statement.proposal_id", "Proposal", lazy="joined", innerjoin=True
    )  # who may read it is asked


class ReactionKind(enum.StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105


class Reaction(CommunityOwned, Base):
    """One member's reaction to a statement; it may be changed."""

    __tablename__ = "reaction"
    __table_args__ = (
        *refers("statement_id", "statement"),
        *refers("membership_id", "membership"),
        *unique("statement_id", "membership_id"),
    )

    statement_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    kind: Mapped[ReactionKind]
    counts: Mapped[bool] = mapped_column(default=False)  # from the moment its member is verified
