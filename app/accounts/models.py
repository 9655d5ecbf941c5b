"""Accounts, their login sessions, and the codes they sign in by and the offices that wait for them. Global."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
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


class CodeContact(Base):
    """A phone number or address that codes were asked for: asking takes turns over its row."""

    __tablename__ = "code_contact"

    contact_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    asked_at: Mapped[datetime]
    long_until: Mapped[datetime | None]  # somebody guessed: until then its codes are longer


class CodeRequest(Base):
    """A browser's wish to sign in by a contact. Wrong tries are counted here, so nobody uses up another's."""

    __tablename__ = "code_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    contact_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str] = mapped_column(EncryptedText("code_request.contact"))
    sent: Mapped[bool]  # False: enough had been sent to this contact, the code on its way is good here, too
    again_at: Mapped[datetime]  # when another message may be sent
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInCode(Base):
    """A code sent to a contact: kept as a keyed hash. It is taken in every browser that asked for that contact."""

    __tablename__ = "sign_in_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    contact_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    length: Mapped[int]  # digits
    wrong: Mapped[int] = mapped_column(default=0)  # tries of all browsers while it was live
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Appointment(Base):
    """An office that waits for its holder, and the link by which they take it up: once, within a week.

    Until then this row alone knows them; there is no account before they have agreed to one.
    """

    __tablename__ = "appointment"
    __table_args__ = (Index(None, "region_id", "contact_index"), Index(None, "community_id", "contact_index"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    region_id: Mapped[uuid.UUID | None]  # either of the two; no key: docs/scaling.md, rule 9
    community_id: Mapped[uuid.UUID | None]
    kind: Mapped[str] = mapped_column(String(20))  # of post in a community, of role in a region
    title: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(40), default="")  # what the person is called, where the account is new
    channel: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str] = mapped_column(EncryptedText("appointment.contact"))
    contact_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_by: Mapped[uuid.UUID | None]  # an account; None: an operator
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # taken back before it was used
