"""Requests (one person's matter) and proposals (for the community): one table, one history, one clock."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.community.scope import Scoped
from app.core.moderated import Moderated
from tenants.columns import Base, belongs_to, indexed, refers, unique
from tenants.owned import CommunityOwned, Published


class Kind(enum.StrEnum):
    REQUEST = "request"
    PROPOSAL = "proposal"


class State(enum.StrEnum):
    """Stored states. What follows from time alone (expired, overdue) is computed, never stored.

    From `delivering` on the state follows what was promised (app/commitments).
    """

    WAITING = "waiting"  # written, but the community checks first
    OPEN = "open"
    PASSED_ON = "passed_on"  # a body was named that has not said yet whether it takes this on
    ENDORSED = "endorsed"
    DELIBERATING = "deliberating"
    DELIVERING = "delivering"
    DONE_CLAIMED = "done_claimed"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused_screening"


class Event(enum.StrEnum):
    """A line of an item's history; its words stand in words.py."""

    WRITTEN = "written"
    CHECKED = "checked"
    TURNED_AWAY = "turned_away"
    RESTORED = "restored"
    TURNED = "turned"
    WITHDRAWN = "withdrawn"
    ENDORSED = "endorsed"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    TAKEN_ON = "taken_on"  # by the body it was passed on to
    NOT_TAKEN_ON = "not_taken_on"
    TALK_OPENED = "talk_opened"
    AGREED = "agreed"
    DECIDED = "decided"


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


class Proposal(Moderated, Scoped, CommunityOwned, Base):
    """A request or a proposal. Counters are columns kept in the transaction that changes them."""

    __tablename__ = "proposal"
    __table_args__ = (
        *refers("author_id", "membership"),
        *refers("grid_id", "grid"),
        *refers("scope_grid_id", "grid"),
        *refers("scope_compound_id", "compound"),
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

    endorsements: Mapped[int] = mapped_column(default=0)  # distinct verified households of the scope
    endorsements_needed: Mapped[int] = mapped_column(default=0)
    statements: Mapped[int] = mapped_column(default=0)
    against: Mapped[int] = mapped_column(
        default=0
    )  # objections that stand; by deliberation, like the next and the last
    households_spoke: Mapped[int] = mapped_column(default=0)  # distinct verified households
    endorsed_at: Mapped[datetime | None]
    schedule_due_at: Mapped[datetime | None]  # a place on the agenda within 10 working days
    deliberation_closes_at: Mapped[datetime | None]

    voting_until: Mapped[datetime | None]  # written by polls: the close of the vote about it

    to_supervision: Mapped[bool] = mapped_column(default=False)  # speaks of the committee: the board checks it
    check_due_at: Mapped[datetime | None]  # of a text that waits: a working day
    answer_due_at: Mapped[datetime | None]  # 5 working days from becoming visible; one more while it is checked
    answered_at: Mapped[datetime | None]
    decided_by_poll: Mapped[int | None]  # written by polls: the number of the deciding poll
    decided_at: Mapped[datetime | None]
    promised_by_at: Mapped[datetime | None]  # what follows next from its promises: done by then, or confirmed by then
    closed_at: Mapped[datetime | None]

    waiting_above_since: Mapped[datetime | None]  # passed on to a body that has not said yet whether it takes this on
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
    body: Mapped[str] = mapped_column(String(80), default="")  # the name of the body it was passed on to
    taken_on_at: Mapped[datetime | None]  # that body takes it on: only then is passing on an answer
    promised_by_at: Mapped[datetime | None]
    in_time: Mapped[bool]
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]
    sent_back_at: Mapped[datetime | None]  # by the author, once a proposal: "not an answer yet"
    sent_back_text: Mapped[str] = mapped_column(String(500), default="")


class Transfer(Published, CommunityOwned, Base):
    """An item passed on to a body of the region's list: what the people above read of it, and what the body said.

    Of a private request they read that there is one, not what it is.
    """

    __tablename__ = "transfer"
    __table_args__ = (*refers("proposal_id", "proposal"), *refers("answer_id", "answer"), *indexed("answered_at"))

    proposal_id: Mapped[uuid.UUID]
    answer_id: Mapped[uuid.UUID]
    number: Mapped[int]  # of the item
    title: Mapped[str] = mapped_column(String(60), default="")  # "": a private request
    body_id: Mapped[uuid.UUID]  # global: no foreign key leaves the community
    body: Mapped[str] = mapped_column(String(80))
    passed_on_at: Mapped[datetime]
    due_at: Mapped[datetime]  # two working days to say yes or no
    answered_at: Mapped[datetime | None]
    taken_on: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why not
    office: Mapped[str] = mapped_column(String(80), default="")  # who above said so


class ProposalEvent(CommunityOwned, Base):
    """A step in the life of a proposal: who acted by office, when, on which text. Only appended."""

    __tablename__ = "proposal_event"
    __table_args__ = refers("proposal_id", "proposal")
    append_only = True

    proposal_id: Mapped[uuid.UUID]
    event: Mapped[Event]
    office: Mapped[str] = mapped_column(String(60), default="")  # "" for a resident or the product
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
