"""Work to be done after the commit, written in the same transaction as what asked for it."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, new_id, top_of_community
from tenants.owned import CommunityOwned


class JobState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"  # of messages; a job that is done is deleted, so that the table holds only what waits
    FAILED = "failed"  # given up after the last try; kept for the operator to see


class Job(CommunityOwned, Base):
    """One piece of work in a community. A worker leases it; an expired lease frees it again."""

    __tablename__ = "job"
    __table_args__ = (
        *top_of_community(),
        *indexed("state", "due_at"),
    )
    read_across = True

    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))


class AccountMessage(Base):
    """A message to an account outside any community: today the sign-in code. Sent, then blanked."""

    __tablename__ = "account_message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    channel: Mapped[str] = mapped_column(String(10))  # "phone" or "email"
    kind: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(10))
    payload: Mapped[bytes | None]  # encrypted: address and values (app/core/encryption.py)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING, index=True)
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
