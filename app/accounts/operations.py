"""Signing in by one-time code, and everything an account does to itself."""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from app import clock, fields
from app.accounts.contacts import Contact
from app.accounts.models import Account, LoginSession, OneTimeCode
from app.outbox.models import AccountMessage
from app.refusal import N_, Refused
from tenants import db

LASTS = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True)
class Tried:
    """What came of a code: the account where it was right, else a sentence and how many tries are left."""

    account: Account | None = None
    refusal: Refused | None = None


def send_code(contact: Contact, locale: str) -> None:
    """Make a code and write the message that carries it. Earlier codes of the contact end.

    The answer is the same whether an account exists or not.
    """
    now, code = clock.now(), f"{secrets.randbelow(1_000_000):06d}"
    db.session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.contact_index == contact.index, OneTimeCode.used_at.is_(None))
        .values(expires_at=now)
    )
    made = OneTimeCode(
        contact_index=contact.index, channel=contact.channel, contact=contact.value,
        code_hash=_hash(contact, code), created_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    payload = json.dumps({"to": contact.value, "code": code})
    message = AccountMessage(
        channel=contact.channel, kind="code", locale=locale, payload=fields.encrypt(payload, b"account_message"), created_at=now
    )
    db.session.add_all([made, message])


def _hash(contact: Contact, code: str) -> bytes:
    return fields.blind_index(f"{contact.value}\0{code}", "one_time_code")


def try_code(contact: Contact, typed: str) -> Tried:
    """Check a code. Every wrong try is counted and must be committed by the caller too."""
    latest = select(OneTimeCode).where(OneTimeCode.contact_index == contact.index)
    known = db.session.scalars(latest.order_by(OneTimeCode.created_at.desc(), OneTimeCode.id.desc()).limit(1)).first()
    if known is None or known.used_at is not None or known.expires_at <= clock.now():
        return Tried(refusal=Refused(N_("This code has expired. Please ask for a new one."), status=410))
    if known.tries >= TRIES:
        return Tried(refusal=Refused(N_("Too many wrong tries. Please ask for a new code."), status=429))
    if not hmac.compare_digest(known.code_hash, _hash(contact, "".join(typed.split()))):
        return _wrong(known)
    known.used_at = clock.now()
    return Tried(account=_account_of(contact))


def _wrong(known: OneTimeCode) -> Tried:
    """Counted in one statement, so that many tries at once cannot pass under the limit."""
    tries = db.session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.id == known.id)
        .values(tries=OneTimeCode.tries + 1)
        .returning(OneTimeCode.tries)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    if tries >= TRIES:
        return Tried(refusal=Refused(N_("Too many wrong tries. Please ask for a new code."), status=429))
    return Tried(refusal=Refused(N_("This code is wrong. You have %(left)s tries left."), status=422, left=TRIES - tries))


def _account_of(contact: Contact) -> Account:
    column = Account.phone_index if contact.channel == "phone" else Account.email_index
    account = db.session.scalar(select(Account).where(column == contact.index))
    if account is None:
        account = Account(created_at=clock.now(), **{contact.channel: contact.value, f"{contact.channel}_index": contact.index})
        db.session.add(account)
        db.session.flush()  # the login session names it
    return account


def rename(account: Account, name: str) -> None:
    """The name shown from now on; communities keep a copy that joining and this bring up to date."""
    name = " ".join(name.split())
    if not name:
        raise Refused(N_("Please say what neighbours may call you."), status=422)
    account.display_name = name
    db.session.add(account)


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
