"""What a member is told. Words and link are made when shown, in the reader's language."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.notifications.policy import Topic
from app.outbox.models import Message
from tenants.columns import Base, indexed, refers, top_of_community
from tenants.owned import CommunityOwned, InCommunity


class Notification(CommunityOwned, Base):
    """A line in a member's inbox: its kind, the number of what it is about, and values for its words."""

    __tablename__ = "notification"
    __table_args__ = (*top_of_community(), *indexed("membership_id", "id"))

    membership_id: Mapped[uuid.UUID]  # by id only
    kind: Mapped[str] = mapped_column(String(40))
    subject_number: Mapped[int | None]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    withheld: Mapped[bool] = mapped_column(default=False)  # what it is about was taken down: its words are not shown


class Delivery(Message, CommunityOwned, Base):
    """A line on its way by another channel than the inbox. It holds neither words nor an address."""

    __tablename__ = "delivery"
    __table_args__ = (
        *refers("notification_id", "notification", cascade=True),
        *indexed("channel", "state", "due_at"),
        *indexed("membership_id", "channel", "due_at"),
    )
    read_across = ("community_id", "id", "channel", "state", "due_at", "leased_until", "tries")

    notification_id: Mapped[uuid.UUID]
    membership_id: Mapped[uuid.UUID]  # by id only


class DeliveryChoice(InCommunity, Base):
    """A member's wish about a topic and a channel; where there is none the policy holds."""

    __tablename__ = "delivery_choice"
    __table_args__ = top_of_community()

    membership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-15)  # by id only
    topic: Mapped[Topic] = mapped_column(primary_key=True, sort_order=-10)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True, sort_order=-5)
    wanted: Mapped[bool]
