"""What was promised, by whom and by when; whether it is done, and whether those asked say so too."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, refers, unique
from tenants.owned import CommunityOwned


class Origin(enum.StrEnum):
    """The act through which something was promised."""

    ANSWER = "answer"
    POLL = "poll"
    CONSENSUS = "consensus"


class State(enum.StrEnum):
    """Stored states; that it is overdue follows from its date."""

    DUE = "due"
    CLAIMED = "claimed"  # said to be done; those asked have yet to say so
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    CLOSED = "closed"  # nobody, or too few, said that it is done
    TAKEN_BACK = "taken_back"  # with the answer it came from


class Event(enum.StrEnum):
    """A line of its history; its words stand in words.py."""

    PROMISED = "promised"
    DATED = "dated"
    LONGER_ASKED = "longer_asked"
    LONGER_AGREED = "longer_agreed"
    LONGER_REFUSED = "longer_refused"
    HANDED_OVER = "handed_over"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


class Commitment(CommunityOwned, Base):
    """A promise with its day. What it is about is named by kind, id and number: it lies in a package above."""

    __tablename__ = "commitment"
    __table_args__ = (
        *refers("author_id", "membership"),
        *unique("number"),
        *indexed("subject_id"),
        *indexed("state", "due_at"),
    )

    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(80))
    origin: Mapped[Origin]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    subject_number: Mapped[int]
    one_persons: Mapped[bool] = mapped_column(default=False)  # a request: its author's word settles it
    private: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[uuid.UUID | None]  # who asked for it; None: a vote that stands alone
    author_household_id: Mapped[uuid.UUID | None]
    author_counts: Mapped[bool] = mapped_column(default=False)

    promised_by: Mapped[str] = mapped_column(String(80), default="")  # the office; "": the committee as such
    carried_by: Mapped[str] = mapped_column(
        String(80), default=""
    )  # who was handed it since: an office or organisation
    promised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    dated: Mapped[bool] = mapped_column(default=True)  # False: nobody named a day, the longest time was taken
    quarter: Mapped[str] = mapped_column(String(6))  # in which it is due: where it is counted
    longer_asked_at: Mapped[datetime | None]
    longer_until_at: Mapped[datetime | None]
    longer_text: Mapped[str] = mapped_column(String(500), default="")
    longer_answered_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]

    state: Mapped[State] = mapped_column(default=State.DUE)
    done_at: Mapped[datetime | None]
    done_text: Mapped[str] = mapped_column(Text, default="")
    confirm_by_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    hidden_at: Mapped[datetime | None]  # written by moderation, with what it is about
    hidden_final_at: Mapped[datetime | None]

    @property
    def turn(self) -> int:
        """How often it has been said to be done, or will have been next: 2 once it was reopened."""
        return 2 if self.reopened_at else 1


class Confirmation(CommunityOwned, Base):
    """One of those asked whether it is really done: who asked for it, and up to 20 others drawn at random."""

    __tablename__ = "confirmation"
    __table_args__ = (
        *refers("commitment_id", "commitment"),
        *refers("membership_id", "membership"),
        *unique("commitment_id", "membership_id", "turn"),
    )

    commitment_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    turn: Mapped[int] = mapped_column(default=1)  # 2 after it was reopened
    fixed: Mapped[bool | None]  # None: asked, no reply yet
    counts: Mapped[bool] = mapped_column(default=False)  # the reply gives score credit
    comment: Mapped[str] = mapped_column(String(300), default="")
    quarter: Mapped[str] = mapped_column(String(6))  # in which "done" was claimed
    asked_at: Mapped[datetime]
    replied_at: Mapped[datetime | None]

    def waits(self, commitment: Commitment) -> bool:
        """Whether a reply is still missing, of this turn."""
        return self.fixed is None and self.turn == commitment.turn


class CommitmentEvent(CommunityOwned, Base):
    """A step in the life of a promise: who acted by office, and when. Only appended."""

    __tablename__ = "commitment_event"
    __table_args__ = refers("commitment_id", "commitment")
    append_only = True

    commitment_id: Mapped[uuid.UUID]
    event: Mapped[Event]
    office: Mapped[str] = mapped_column(String(60), default="")  # "" for a resident or the product
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
