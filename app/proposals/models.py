"""Requests (one person's matter) and proposals (for the community): one table, one history, one clock."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.moderated import Moderated
from tenants.columns import Base, belongs_to, indexed, refers, unique
from tenants.owned import CommunityOwned


class Kind(enum.StrEnum):
    REQUEST = "request"
    PROPOSAL = "proposal"


class State(enum.StrEnum):
    """Stored states. What follows from time alone (expired, overdue) is computed, never stored."""

    WAITING = "waiting"  # written, but the community checks first
    OPEN = "open"
    ENDORSED = "endorsed"
    SCHEDULED = "scheduled"
    DELIBERATING = "deliberating"
    DECIDED = "decided"
    CONSENSUS = "consensus"
    ANSWERED = "answered"
    DELIVERING = "delivering"
    DONE_CLAIMED = "done_claimed"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused_screening"
    MERGED = "merged"


class Category(enum.StrEnum):
    """What it is about; each has its own drawing (templates/_ui.html)."""

    LAMP = "lamp"
    PARKING = "parking"
    CHARGING = "charging"
    LIFT = "lift"
    GARBAGE = "garbage"
    FUND = "fund"
    FLOOD = "flood"
    PATH = "path"
    WATER = "water"
    OTHER = "other"


class Proposal(Moderated, CommunityOwned, Base):
    """A request or a proposal. Counters are columns kept in the transaction that changes them."""

    __tablename__ = "proposal"
    __table_args__ = (
        *refers("author_id", "membership"),
        *refers("grid_id", "grid"),
        *unique("number"),
        *indexed("kind", "number"),
        *indexed("state", "answer_due_at"),
    )

    number: Mapped[int]
    kind: Mapped[Kind]
    state: Mapped[State] = mapped_column(default=State.OPEN)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    category: Mapped[Category] = mapped_column(default=Category.OTHER)
    place: Mapped[str] = mapped_column(String(60), default="")
    private: Mapped[bool] = mapped_column(default=False)  # a request for the committee's eyes only
    author_id: Mapped[uuid.UUID]
    author_household_id: Mapped[uuid.UUID | None]  # at the time of writing
    author_counts: Mapped[bool] = mapped_column(default=False)  # verified, adult, not staff: gives score credit
    grid_id: Mapped[uuid.UUID | None]
    channel: Mapped[str] = mapped_column(String(10), default="web")
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]
    visible_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]  # 60 days to gather support
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    endorsements: Mapped[int] = mapped_column(default=0)  # distinct verified households
    endorsements_needed: Mapped[int] = mapped_column(default=0)
    statements: Mapped[int] = mapped_column(default=0)
    against: Mapped[int] = mapped_column(
        default=0
    )  # objections that still stand; written by deliberation, like statements
    endorsed_at: Mapped[datetime | None]
    schedule_due_at: Mapped[datetime | None]  # a place on the agenda within 10 working days
    deliberation_closes_at: Mapped[datetime | None]

    voting_until: Mapped[datetime | None]  # written by polls: the close of the vote about it

    answer_due_at: Mapped[datetime | None]  # 5 working days from becoming visible; one more while it is checked
    answered_at: Mapped[datetime | None]
    decided_by_poll: Mapped[int | None]  # written by polls: the number of the deciding poll
    decided_at: Mapped[datetime | None]
    delivery_due_at: Mapped[datetime | None]
    delivery_quarter: Mapped[str | None] = mapped_column(String(6))  # of the due date: E2 counts by it
    done_at: Mapped[datetime | None]
    done_text: Mapped[str] = mapped_column(Text, default="")
    confirm_by_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    waiting_above_since: Mapped[datetime | None]  # written by oversight
    waiting_above_until: Mapped[datetime | None]

    author = belongs_to("Proposal.author_id", "Membership")


class Endorsement(CommunityOwned, Base):
    """Support for a proposal. It counts once a household, from the moment the person is verified."""

    __tablename__ = "endorsement"
    __table_args__ = (
        *refers("proposal_id", "proposal"),
        *refers("membership_id", "membership"),
        *unique("proposal_id", "membership_id"),
    )

    proposal_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    household_id: Mapped[uuid.UUID | None]
    grid_id: Mapped[uuid.UUID | None]
    counts: Mapped[bool] = mapped_column(default=False)
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]


class AnswerKind(enum.StrEnum):
    ACCEPT = "accept"
    TRANSFER = "transfer"
    REFUSE = "refuse"


class Answer(CommunityOwned, Base):
    """The committee's answer: accept with steps, transfer to a named body, or refuse with the basis."""

    __tablename__ = "answer"
    __table_args__ = (*refers("proposal_id", "proposal"), *refers("membership_id", "membership"))

    proposal_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    office: Mapped[str] = mapped_column(String(60))
    kind: Mapped[AnswerKind]
    text: Mapped[str] = mapped_column(Text)  # the steps, or the basis
    body: Mapped[str] = mapped_column(String(60), default="")  # where it was transferred
    delivery_due_at: Mapped[datetime | None]
    in_time: Mapped[bool]
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]
    sent_back_at: Mapped[datetime | None]  # by the author, once a proposal: "not an answer yet"
    sent_back_text: Mapped[str] = mapped_column(String(500), default="")


class Confirmation(CommunityOwned, Base):
    """One of those asked whether it is really done: the author, and up to 20 endorsers drawn at random."""

    __tablename__ = "confirmation"
    __table_args__ = (
        *refers("proposal_id", "proposal"),
        *refers("membership_id", "membership"),
        *unique("proposal_id", "membership_id", "turn"),
    )

    proposal_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    turn: Mapped[int] = mapped_column(default=1)  # 2 after it was reopened
    fixed: Mapped[bool | None]  # None: asked, no reply yet
    counts: Mapped[bool] = mapped_column(default=False)  # the reply gives score credit
    comment: Mapped[str] = mapped_column(String(300), default="")
    quarter: Mapped[str] = mapped_column(String(6))  # in which "done" was claimed
    asked_at: Mapped[datetime]
    replied_at: Mapped[datetime | None]


class ProposalEvent(CommunityOwned, Base):
    """A step in the life of a proposal: who acted by office, when, on which text. Only appended."""

    __tablename__ = "proposal_event"
    __table_args__ = refers("proposal_id", "proposal")
    append_only = True

    proposal_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(30))
    office: Mapped[str] = mapped_column(String(60), default="")  # "" for a resident or the product
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
