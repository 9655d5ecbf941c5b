"""Accounts: found or made by a contact, renamed, signed out; links that sign in once."""

import hmac
import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from app.accounts.contacts import Contact
from app.accounts.models import Account, CodeContact, LoginSession, SignInLink
from app.accounts.names import is_an_offices
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from tenants import db
from tenants.locks import lock_or_make

LINK_LASTS = timedelta(days=7)
_on_renamed: list[Callable[[Account], None]] = []


def on_renamed(hook: Callable[[Account], None]) -> Callable[[Account], None]:
    """Packages above say here who keeps a copy of the name. Called once a community, with it bound."""
    _on_renamed.append(hook)
    return hook


def make_link(contact: Contact) -> tuple[SignInLink, str]:
    """A link handed over by an operator, and its secret: too long to guess, it works once, within a week."""
    now, secret = clock.now(), secrets.token_urlsafe(24)
    made = SignInLink(channel=contact.channel, contact=contact.value, secret_hash=_hash(secret), created_at=now)
    made.expires_at = now + LINK_LASTS
    db.session.add(made)
    db.session.flush()  # the link names it
    return made, secret


def _hash(secret: str) -> bytes:
    return encryption.blind_index(secret, "sign_in_link")


def use_link(link_id: uuid.UUID, secret: str) -> Contact | Refused:
    """The contact a link was made for, or why it is not good."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.id == link_id).with_for_update())
    if link is None or not hmac.compare_digest(link.secret_hash, _hash(secret)) or link.expires_at <= clock.now():
        return Refused(N_("This link is not good any more. Please ask for a new one."), status=410)
    if link.used_at is not None:
        return Refused(N_("This link was used already. You can sign in with a code."), status=410)
    link.used_at = clock.now()
    return Contact(link.channel, link.contact)


def account_of(contact: Contact) -> Account:
    """The account with this contact; made where there is none yet. Of two first sign-ins at once, one makes it."""
    lock_or_make(CodeContact, {"contact_index": contact.index}, {"asked_at": clock.now()})
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
    if is_an_offices(name):
        raise Refused(
            N_("This is the name of an office. Please say what neighbours may call you yourself."), status=422
        )
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
