"""Rating rounds: a drawn sample, sealed answers, counts by grid, and nothing that joins the two."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, blind_id, indexed, refers, top_of_community, unique
from tenants.owned import CommunityOwned


class RoundState(enum.StrEnum):
    OPEN = "open"  # also after its close, until it is counted
    PUBLISHED = "published"
    TOO_FEW = "too_few"  # fewer than 20 answers: the key was destroyed unopened


class RatingRound(CommunityOwned, Base):
    """A round of 14 days. The sample was drawn by the system from a seed whose hash was published before."""

    __tablename__ = "rating_round"
    __table_args__ = (*top_of_community(), *unique("number"), *indexed("state", "closes_at"))
    read_across = True

    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    quarter: Mapped[str] = mapped_column(String(6))  # of the close
    seed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # published before the draw
    seed_sealed: Mapped[bytes] = mapped_column(LargeBinary(200))  # for the auditor; sealed to the operator
    invited: Mapped[int]
    answered_band: Mapped[str] = mapped_column(String(12), default="")  # "20–29": never the exact number
    seal_public: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    seal_private: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    seal_label: Mapped[str | None] = mapped_column(String(20))
    counted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RatingAsk(CommunityOwned, Base):
    """One drawn person: asked, and at once the sealed envelope of what they answered. Gone once the round is counted."""

    __tablename__ = "rating_ask"
    __table_args__ = (
        *refers("round_id", "rating_round"),
        *refers("membership_id", "membership"),
        *refers("grid_id", "grid"),
        *unique("round_id", "membership_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=blind_id, sort_order=-10)
    round_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    grid_id: Mapped[uuid.UUID]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RatingCount(CommunityOwned, Base):
    """How many gave 1 to 5 stars to one question in one grid. Exists only for rounds with 20 answers or more."""

    __tablename__ = "rating_count"
    __table_args__ = (
        *refers("round_id", "rating_round"),
        *refers("grid_id", "grid"),
        *unique("round_id", "question", "grid_id", "post_id"),
    )
    read_across = True  # counts, not ratings: never a single answer

    round_id: Mapped[uuid.UUID]
    question: Mapped[int]  # 1 committee, 2 results, 3 my grid's team, 4 a post I had contact with
    grid_id: Mapped[uuid.UUID | None]
    post_id: Mapped[uuid.UUID | None]
    stars: Mapped[list[Any]]  # five counts
    quarter: Mapped[str] = mapped_column(String(6))
