"""Evidence stays in the community; what is published is a snapshot that recomputes from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, top_of_community, unique
from tenants.owned import CommunityOwned, Published


class ScoreDirty(CommunityOwned, Base):
    """Something that counts has changed. One row a transaction; the worker deletes exactly those it read."""

    __tablename__ = "score_dirty"
    __table_args__ = top_of_community()
    read_across = ("community_id",)


class ScoreEvidence(CommunityOwned, Base):
    """The counts a snapshot was computed from (docs/score.md, "Counted evidence"). Never granted upward.

    The first turn of a quarter is counted anew until it is published; afterwards each turn stays as it was.
    """

    __tablename__ = "score_evidence"
    __table_args__ = (*top_of_community(), *unique("period", "turn"))

    period: Mapped[str] = mapped_column(String(6))
    turn: Mapped[int] = mapped_column(default=1)
    evidence: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]


class ScoreSnapshot(Published, CommunityOwned, Base):
    """A community's score for one ended quarter, for itself and for those above: counts, never people.

    A quarter has none before its tenth day after: its preview is worked out from the evidence, in the community only.
    """

    __tablename__ = "score_snapshot"
    __table_args__ = (
        *top_of_community(),
        *unique("period", "turn"),
        Index("ix_score_snapshot_region", "region_path", "period"),  # a superior's page is one range of this
    )

    period: Mapped[str] = mapped_column(String(6))
    turn: Mapped[int] = mapped_column(default=1)  # a correction is a new row with the next turn
    version: Mapped[str] = mapped_column(String(20))
    short: Mapped[bool] = mapped_column(default=False)  # the community was not open for all of the quarter
    published: Mapped[bool]  # enough evidence to show a number; where not, there is none to be read
    score: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    own: Mapped[float | None]  # the community's own level, 0 to 1
    evidence: Mapped[float]
    pillars: Mapped[dict[str, Any]]
    indicators: Mapped[dict[str, Any]]  # id → what it came from, after suppression (figures.py)
    households: Mapped[int]
    correction_reason: Mapped[str] = mapped_column(String(300), default="")
    computed_at: Mapped[datetime]
