"""Accounts, their login sessions and one-time codes. Global: they live by the account's id."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.encryption import EncryptedText
from tenants.columns import Base, new_id


class Account(Base):
    """One person's entry to the whole instance. No ID number, no birth date, no real name is kept."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    display_name: Mapped[str] = mapped_column(String(40), default="")
    locale: Mapped[str | None] = mapped_column(String(10))
    text_size: Mapped[str | None] = mapped_column(String(10))
    # Read only where they are shown or written to, not with every request of the person.
    phone: Mapped[str | None] = mapped_column(EncryptedText("account.phone"), deferred=True)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True, deferred=True)
    email: Mapped[str | None] = mapped_column(EncryptedText("account.email"), deferred=True)
    email_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True, deferred=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class LoginSession(Base):
    """A signed-in browser. Ending the row signs it out, the long-lived cookie included."""

    __tablename__ = "login_session"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")


class OneTimeCode(Base):
    """A sign-in code: kept as a keyed hash, good for ten minutes and five tries."""

    __tablename__ = "one_time_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    contact_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str] = mapped_column(EncryptedText("one_time_code.contact"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
