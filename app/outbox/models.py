"""Work to be done after the commit, written in the same transaction as what asked for it."""

import enum
import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, new_id, top_of_community
from tenants.owned import CommunityOwned


class JobState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    HANDED_OVER = "handed_over"  # of messages: a gateway has it and has not answered yet; never sent again
    DONE = "done"  # of messages; a job that is done is deleted, so that the table holds only what waits
    FAILED = "failed"  # given up; kept for the operator to see


class Leased:
    """Columns of what a worker takes on lease (leases.py): an expired lease frees it again."""

    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))


class Job(Leased, CommunityOwned, Base):
    """One piece of work in a community."""

    __tablename__ = "job"
    __table_args__ = (
        *top_of_community(),
        *indexed("state", "due_at"),
    )
    read_across = ("community_id", "id", "kind", "state", "due_at", "leased_until", "tries", "error")

    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Message(Leased):
    """Columns of what leaves by one channel (channels/). Its words are made when it is sent."""

    BLANK: ClassVar[dict[str, Any]] = {}  # what is overwritten once it is sent or given up

    channel: Mapped[str] = mapped_column(String(10))  # the name of one of `channels.CHANNELS`
    kind: Mapped[str] = mapped_column(String(40))
    expires_at: Mapped[datetime]  # worth nothing from then on: not sent any more


class AccountMessage(Message, Base):
    """A message outside any community: a sign-in code."""

    __tablename__ = "account_message"
    __table_args__ = (Index(None, "channel", "state", "due_at"),)
    BLANK = {"payload": None}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    locale: Mapped[str] = mapped_column(String(10))
    payload: Mapped[bytes | None]  # encrypted: address and values (app/core/encryption.py)
