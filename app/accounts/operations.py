"""Signing in by one-time code, and everything an account does to itself."""

import hmac
import json
import secrets
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.contacts import Contact
from app.accounts.models import Account, LoginSession, OneTimeCode
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from app.outbox.models import AccountMessage
from tenants import db

LASTS, LINK_LASTS = timedelta(minutes=10), timedelta(days=7)
TRIES = 5
_on_renamed: list[Callable[[Account], None]] = []


def on_renamed(hook: Callable[[Account], None]) -> Callable[[Account], None]:
    """Packages above say here who keeps a copy of the name. Called once a community, with it bound."""
    _on_renamed.append(hook)
    return hook


@dataclass(frozen=True)
class Tried:
    """What came of a code: the account where it was right, else the sentence for the person."""

    account: Account | None = None
    refusal: Refused | None = None


def send_code(contact: Contact, locale: str) -> OneTimeCode:
    """Make a code and write the message that carries it. The same happens whether an account exists or not.

    The code is for the browser that asked: it keeps the row's id, so nobody else can use up its tries.
    """
    now, code = clock.now(), f"{secrets.randbelow(1_000_000):06d}"
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < now - LASTS))
    made = OneTimeCode(
        id=uuid.uuid4(), contact_index=contact.index, channel=contact.channel, contact=contact.value,
        created_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    made.code_hash = _hash(made, code)
    payload = encryption.encrypt(json.dumps({"to": contact.value, "code": code}), b"account_message")
    message = AccountMessage(channel=contact.channel, kind="code", locale=locale, payload=payload, created_at=now)
    db.session.add_all([made, message])
    return made


def make_link(contact: Contact) -> tuple[OneTimeCode, str]:
    """A code too long to guess, for a link handed over by an operator: it works once, within a week."""
    now, secret = clock.now(), secrets.token_urlsafe(24)
    made = OneTimeCode(
        id=uuid.uuid4(), contact_index=contact.index, channel=contact.channel, contact=contact.value,
        created_at=now, expires_at=now + LINK_LASTS,
    )  # fmt: skip
    made.code_hash = _hash(made, secret)
    db.session.add(made)
    return made, secret


def _hash(row: OneTimeCode, code: str) -> bytes:
    return encryption.blind_index(f"{row.id.hex}\0{code}", "one_time_code")


def asked(code_id: uuid.UUID | None) -> OneTimeCode | None:
    """The code this browser asked for; None where it has been forgotten."""
    return db.session.get(OneTimeCode, code_id) if code_id else None


def try_code(code_id: uuid.UUID, typed: str) -> Tried:
    """Check a code. A wrong try counts: the caller commits whatever comes of it."""
    row = db.session.scalar(select(OneTimeCode).where(OneTimeCode.id == code_id).with_for_update())
    if row is not None and row.used_at is not None:
        return Tried(refusal=Refused(N_("This code was used already. Please ask for a new one."), status=410))
    if row is None or row.expires_at <= clock.now():
        return Tried(refusal=Refused(N_("This code has expired. Please ask for a new one."), status=410))
    if row.tries >= TRIES:
        return Tried(refusal=Refused(N_("Too many wrong tries. Please ask for a new code."), status=429))
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    if not hmac.compare_digest(row.code_hash, _hash(row, digits)):
        row.tries += 1
        return Tried(refusal=_wrong(TRIES - row.tries))
    row.used_at = clock.now()
    return Tried(account=account_of(Contact(row.channel, row.contact)))


def _wrong(left: int) -> Refused:
    if left == 0:
        return Refused(N_("Too many wrong tries. Please ask for a new code."), status=429)
    if left == 1:
        return Refused(N_("This code is wrong. You have one try left."), status=422)
    return Refused(N_("This code is wrong. You have %(left)s tries left."), status=422, left=left)


def account_of(contact: Contact) -> Account:
    """The account with this contact; made where there is none yet."""
    column = Account.phone_index if contact.channel == "phone" else Account.email_index
    account = db.session.scalar(select(Account).where(column == contact.index))
    if account is None:
        account = Account(
            created_at=clock.now(), **{contact.channel: contact.value, f"{contact.channel}_index": contact.index}
        )
        db.session.add(account)
        db.session.flush()  # the login session names it
    return account


def rename(account: Account, name: str) -> None:
    """The name shown from now on. Communities keep a copy: `tell_renamed` brings it up to date in each."""
    name = " ".join(name.split())
    if not name:
        raise Refused(N_("Please say what neighbours may call you."), status=422)
    account.display_name = name
    db.session.add(account)


def tell_renamed(account: Account) -> None:
    """Inside a community: its copies of the name follow."""
    for hook in _on_renamed:
        hook(account)


def end_session(login: LoginSession) -> None:
    login.ended_at = clock.now()
    db.session.add(login)


def end_all_sessions(account: Account) -> None:
    """Sign the account out everywhere."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def demo_account(key: Any) -> Account | None:
    """A demo account by its id; real accounts cannot be reached this way."""
    account = db.session.get(Account, key)
    return account if account is not None and account.is_demo else None
