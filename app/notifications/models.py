"""What a member is told. Words and link are made when shown, in the reader's language."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, top_of_community
from tenants.owned import CommunityOwned


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
