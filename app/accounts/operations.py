"""Accounts: found or made by a contact, renamed, signed out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from app.accounts.contacts import Contact
from app.accounts.models import Account, Appointment, CodeContact, CodeRequest, LoginSession, SignInCode
from app.accounts.names import is_an_offices
from app.core import clock
from app.core.refusal import N_, Refused
from tenants import db
from tenants.locks import lock_or_make
from tenants.models import RegionOffice

SESSIONS_KEPT = timedelta(days=30)
_on_renamed: list[Callable[[Account], None]] = []


def on_renamed(hook: Callable[[Account], None]) -> Callable[[Account], None]:
    """Packages above say here who keeps a copy of the name. Called once a community, with it bound."""
    _on_renamed.append(hook)
    return hook


def account_of(contact: Contact) -> Account:
    """The account with this contact; made where there is none yet. Of two first sign-ins at once, one makes it."""
    lock_or_make(CodeContact, {"contact_index": contact.index}, {"asked_at": clock.now()})
    account = find(contact)
    if account is None:
        account = Account(
            created_at=clock.now(), **{contact.channel: contact.value, f"{contact.channel}_index": contact.index}
        )
        db.session.add(account)
        db.session.flush()  # the login session names it
    return account


def find(contact: Contact) -> Account | None:
    """The account with this contact."""
    column = Account.phone_index if contact.channel == "phone" else Account.email_index
    return db.session.scalar(select(Account).where(column == contact.index))


def delete_account(account: Account, contact: Contact) -> None:
    """The account with its sessions and consents, and whatever else still knows the contact."""
    running = RegionOffice.account_id == account.id, RegionOffice.until.is_(None)
    if db.session.scalar(select(RegionOffice.id).where(*running).limit(1)) is not None:
        raise Refused(N_("This person holds an office above: end that first."))
    for model in (CodeRequest, SignInCode, CodeContact, Appointment):
        db.session.execute(delete(model).where(model.contact_index == contact.index))
    db.session.delete(account)


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


def forget_sessions() -> None:
    """Those that ended or ran out a month ago. The caller commits."""
    past = clock.now() - SESSIONS_KEPT
    over = or_(LoginSession.ended_at < past, LoginSession.expires_at < past)
    db.session.execute(delete(LoginSession).where(over), execution_options={"synchronize_session": False})
