"""Polls, who may vote in them, sealed votes, and what came out."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.community.scope import Scoped
from app.core.moderated import Moderated, Written
from app.core.sealing import Lost
from tenants.columns import UNMEASURED, Base, blind_id, indexed, refers, unique
from tenants.owned import CommunityOwned


class PollState(enum.StrEnum):
    """Stored states; `open` and `closed` follow from the times between `noticed` and `published`."""

    DRAFTED = "drafted"
    NOTICED = "noticed"  # text hashed, roll frozen at opening
    PUBLISHED = "published"
    VOID = "void"


class UnitKind(enum.StrEnum):
    PERSON = "person"
    HOUSEHOLD = "household"
    OWNED_UNIT = "owned_unit"


class Poll(Moderated, Scoped, CommunityOwned, Base):
    """A question put to a roll under one preset's rule. Nothing may be voted that was not in the notice."""

    __tablename__ = "poll"
    __table_args__ = (
        *refers("author_id", "membership"),
        *refers("proposal_id", "proposal"),
        *refers("commitment_id", "commitment"),
        *refers("scope_grid_id", "grid"),
        *refers("scope_compound_id", "compound"),
        *unique("number"),
        *indexed("state", "closes_at"),
    )
    read_across = ("community_id", "state", "closes_at", "closing_step")

    number: Mapped[int]
    state: Mapped[PollState] = mapped_column(default=PollState.DRAFTED)
    preset: Mapped[str] = mapped_column(String(20))
    binding: Mapped[bool] = mapped_column(default=True)  # it decides something; otherwise opinions are asked
    decider: Mapped[str] = mapped_column(String(20), default="residents")  # whose decision the matter is
    rule: Mapped[dict[str, Any]]  # of a draft kind, options and budget; from the notice on all (app/polls/rule.py)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    unit_kind: Mapped[UnitKind]
    proposal_id: Mapped[uuid.UUID | None]
    commitment_id: Mapped[uuid.UUID | None]  # what was decided before, and is asked a later day for
    author_id: Mapped[uuid.UUID]
    delivery_days: Mapped[int | None]  # the due date that is part of the question, in days after the close
    noticed_at: Mapped[datetime | None]
    notice_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closing_quarter: Mapped[str] = mapped_column(String(6))
    publish_by_at: Mapped[datetime]
    publication_until: Mapped[datetime | None]
    roll_made_at: Mapped[datetime | None]
    units: Mapped[int] = mapped_column(default=0)  # rows of the roll
    households: Mapped[int] = mapped_column(default=0)  # of the scope when the roll was made
    put_aside: Mapped[dict[str, Any] | None]  # title and text as they were, while they are taken down
    seal_public: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # its private half: app/core/sealing.py
    closing_step: Mapped[int | None]  # of the closing key: what envelopes open with until it moves on
    void_reason: Mapped[Lost | None]  # why it could not be counted; None where it was called off
    published_at: Mapped[datetime | None]
    passed: Mapped[bool | None]
    quorum_met: Mapped[bool | None]
    created_at: Mapped[datetime]

    @property
    def visible_at(self) -> datetime | None:
        """A draft is the committee's: nobody else finds anything of it."""
        return self.noticed_at

    @property
    def page_stays(self) -> bool:
        """Once people were told of a vote it cannot vanish from them: its words can, the vote goes on."""
        return self.noticed_at is not None

    def written(self) -> Written:
        return Written(**self.put_aside) if self.put_aside else super().written()

    def began_with(self, verified_at: datetime | None) -> bool:
        """Whether someone who was verified then was so when the roll was made."""
        return known_by(verified_at, self.roll_made_at)

    @property
    def publication_days(self) -> int:
        """How long the result stands out for objections, as the notice said."""
        return int(self.rule["publication_days"])


def known_by(verified_at: datetime | None, roll_made_at: datetime | None) -> bool:
    """Whether somebody was verified when a roll was made. Whoever comes later speaks for no household that had its people."""
    return bool(verified_at and roll_made_at and verified_at <= roll_made_at)


class PollOption(CommunityOwned, Base):
    """A choice or, in a budget, a project with its cost in cents. The number was fixed before the vote."""

    __tablename__ = "poll_option"
    __table_args__ = (*refers("poll_id", "poll"), *unique("poll_id", "number"))

    poll_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(300), default="")
    cost: Mapped[int | None]


class Elector(CommunityOwned, Base):
    """One voice on the roll and, at once, its envelope: casting is one UPDATE of this row.

    `membership_id` says through whom a unit voted, `sealed` holds the choice encrypted to the poll's key.
    No time is kept. At the count the envelopes are blanked.
    """

    __tablename__ = "elector"
    __table_args__ = (
        *refers("poll_id", "poll"),
        *refers("grid_id", "grid"),
        *unique("poll_id", "unit_id"),
    )

    poll_id: Mapped[uuid.UUID]
    unit_kind: Mapped[UnitKind]
    unit_id: Mapped[uuid.UUID]  # a household or a membership
    household_id: Mapped[uuid.UUID]  # the unit itself, or the one the person lives in
    grid_id: Mapped[uuid.UUID | None]
    lived_in: Mapped[bool] = mapped_column(
        default=True
    )  # adults were verified there when the roll was made: only they vote
    membership_id: Mapped[uuid.UUID | None]  # None: nobody has voted yet
    channel: Mapped[str] = mapped_column(String(10), default="web")
    counts: Mapped[bool] = mapped_column(default=False)  # whoever cast it gave score credit then
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=UNMEASURED)


class Ballot(CommunityOwned, Base):
    """An opened vote, joined to nobody. Written sorted by content after the close."""

    __tablename__ = "ballot"
    __table_args__ = refers("poll_id", "poll")

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=blind_id, sort_order=-10)
    poll_id: Mapped[uuid.UUID]
    choice: Mapped[list[Any]]


class PollResult(CommunityOwned, Base):
    """What came out: tally, bars, and the Merkle roots of envelopes and ballots; of few ballots only the decision."""

    __tablename__ = "poll_result"
    __table_args__ = (*refers("poll_id", "poll"), *unique("poll_id"))

    poll_id: Mapped[uuid.UUID]
    result: Mapped[dict[str, Any]]
    households_in: Mapped[int | None]  # that took part; None: too few ballots to tell
    channels: Mapped[dict[str, Any]]
    envelope_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    ballot_root: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # None: too few to be published


class Participation(CommunityOwned, Base):
    """That a household took part in a decision through someone who gives credit, never what it chose: the score's B1."""

    __tablename__ = "participation"
    __table_args__ = (*refers("poll_id", "poll"), *refers("grid_id", "grid"), *indexed("quarter"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=blind_id, sort_order=-10)
    poll_id: Mapped[uuid.UUID]
    grid_id: Mapped[uuid.UUID | None]
    household_id: Mapped[uuid.UUID]
    quarter: Mapped[str] = mapped_column(String(6))
