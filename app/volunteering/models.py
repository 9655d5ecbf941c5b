"""Shifts that need people, who signed up, who came, and whether it helped."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.moderated import Moderated
from tenants.columns import Base, belongs_to, indexed, refers, unique
from tenants.owned import CommunityOwned


class ShiftKind(enum.StrEnum):
    SHIFT = "shift"
    EVENT = "event"  # places and a list, but no credit


class Shift(Moderated, CommunityOwned, Base):
    """A task at a place and time with a number of places. `taken` counts the confirmed ones."""

    __tablename__ = "shift"
    __table_args__ = (
        *refers("organiser_id", "membership"),
        *refers("receiver_id", "membership"),
        *refers("grid_id", "grid"),
        *refers("proposal_id", "proposal"),
        *unique("number"),
        *indexed("starts_at", "id"),
    )

    number: Mapped[int]
    kind: Mapped[ShiftKind] = mapped_column(default=ShiftKind.SHIFT)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(500), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    adults_only: Mapped[bool] = mapped_column(default=False)
    insured: Mapped[bool] = mapped_column(default=False)
    grid_id: Mapped[uuid.UUID | None]
    proposal_id: Mapped[uuid.UUID | None]  # the decision it came from
    organiser_id: Mapped[uuid.UUID]
    receiver_id: Mapped[uuid.UUID | None]  # who says whether it helped; never the organiser
    met: Mapped[bool | None]  # the receiver's word
    met_at: Mapped[datetime | None]
    met_counts: Mapped[bool] = mapped_column(default=False)  # said by a resident, not by someone in office
    quarter: Mapped[str] = mapped_column(String(6))
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organiser = belongs_to("Shift.organiser_id", "Membership")

    @property
    def author_id(self) -> uuid.UUID:
        """Whose text it is."""
        return self.organiser_id


class SignUpState(enum.StrEnum):
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    ABSENT = "absent"


class SignUp(CommunityOwned, Base):
    """One person's place on a shift."""

    __tablename__ = "sign_up"
    __table_args__ = (
        *refers("shift_id", "shift"),
        *refers("membership_id", "membership"),
        *unique("shift_id", "membership_id"),
    )

    shift_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]
    grid_id: Mapped[uuid.UUID | None]
    counts: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SignUpState] = mapped_column(default=SignUpState.CONFIRMED)
    month: Mapped[str] = mapped_column(String(7))  # "2026-11" of the shift: at most 3 places a month count
    quarter: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime]
    marked_at: Mapped[datetime | None]

    shift: Mapped[Shift] = belongs_to("SignUp.shift_id", "Shift")
    member = belongs_to("SignUp.membership_id", "Membership")
