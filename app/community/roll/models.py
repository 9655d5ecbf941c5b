"""A sheet that waits to be looked at, and how far its writing has come."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.core.encryption import EncryptedText
from tenants.columns import Base, refers
from tenants.owned import CommunityOwned


class SheetState(enum.StrEnum):
    WAITING = "waiting"  # for the one who sent it to say yes
    WRITING = "writing"  # a worker writes it, part by part
    DONE = "done"


class RollSheet(CommunityOwned, Base):
    """What a sheet says of doors: its known columns alone, encrypted, until it is written or a day has passed."""

    __tablename__ = "roll_sheet"
    __table_args__ = (*refers("made_by", "membership"),)

    made_by: Mapped[uuid.UUID]
    made_at: Mapped[datetime]
    state: Mapped[SheetState] = mapped_column(default=SheetState.WAITING)
    kept: Mapped[str | None] = mapped_column(
        EncryptedText("roll_sheet.kept")
    )  # its reading, later what is to be written
    choices: Mapped[list[Any]] = mapped_column(default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what it did, in numbers
    total: Mapped[int] = mapped_column(default=0)  # doors
    done: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
