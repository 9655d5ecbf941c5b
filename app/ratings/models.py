"""Rating rounds: a drawn sample, sealed answers, the figures that may be shown, and nothing that joins the two."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.sealing import Lost
from tenants.columns import UNMEASURED, Base, blind_id, indexed, refers, top_of_community, unique
from tenants.owned import CommunityOwned


class RoundState(enum.StrEnum):
    OPEN = "open"  # also after its close, until it is counted
    PUBLISHED = "published"
    TOO_FEW = "too_few"  # fewer than 20 answers: none was opened
    VOID = "void"  # its key is gone or lost: none can be opened


class DrawFound(enum.StrEnum):
    """What the check of the draw found when the round was counted; afterwards nobody can check it again."""

    SOUND = "sound"
    SEED = "seed"  # another seed than the one whose hash was published
    PEOPLE = "people"  # others were asked than the seed draws


class RatingRound(CommunityOwned, Base):
    """A round of 14 days. The sample was drawn by the system from a seed whose hash was published before."""

    __tablename__ = "rating_round"
    __table_args__ = (*top_of_community(), *unique("number"), *indexed("state", "closes_at"))
    read_across = ("community_id", "state", "closes_at", "closing_step")

    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    quarter: Mapped[str] = mapped_column(String(6))  # of the close
    seed_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # published before the draw; the seed is stored nowhere
    roster: Mapped[bytes | None] = mapped_column(LargeBinary, info=UNMEASURED)  # sealed: who could be drawn
    draw_found: Mapped[DrawFound | None]
    invited: Mapped[int]
    answered_band: Mapped[str] = mapped_column(String(12), default="")  # "20–29": never the exact number
    seal_public: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    closing_step: Mapped[int | None]  # of the closing key: what all this opens with until it moves on
    void_reason: Mapped[Lost | None]
    counted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RatingAsk(CommunityOwned, Base):
    """One drawn person, and at once the sealed envelope of what they answered. Gone once the round is counted.

    `token` names the person to whoever holds the closing key of the round's last day, and to nobody after it.
    """

    __tablename__ = "rating_ask"
    __table_args__ = (
        *refers("round_id", "rating_round"),
        *refers("grid_id", "grid"),
        *unique("round_id", "token"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=blind_id, sort_order=-10)
    round_id: Mapped[uuid.UUID]
    token: Mapped[bytes] = mapped_column(LargeBinary(32), info=UNMEASURED)
    grid_id: Mapped[uuid.UUID]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=UNMEASURED)


class RatingFigure(CommunityOwned, Base):
    """One figure of a counted round, rounded and in bands as it may be shown. What must stay dark is never stored."""

    __tablename__ = "rating_figure"
    __table_args__ = (
        *refers("round_id", "rating_round"),
        *refers("grid_id", "grid"),
        *unique("round_id", "question", "grid_id", "post_id"),
    )

    round_id: Mapped[uuid.UUID]
    question: Mapped[int]  # 1 committee, 2 results, 3 my grid's team, 4 a post I had contact with
    grid_id: Mapped[uuid.UUID | None]  # None: the whole community, or a post
    post_id: Mapped[uuid.UUID | None]
    figure: Mapped[dict[str, Any]]  # app/ratings/results.py: Shown
    weighted: Mapped[float | None]  # of a whole: the mean to a tenth with each grid at its size, for the score
    quarter: Mapped[str] = mapped_column(String(6))
