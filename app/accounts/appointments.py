"""Offices given to people who may have no account yet: a link, handed over or sent, by which they take it up once."""

import hmac
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import delete, select

from app.accounts.contacts import Contact
from app.accounts.models import Account, Appointment
from app.accounts.operations import account_of
from app.core import clock, encryption
from app.core.refusal import N_, Refused
from app.outbox import channels
from app.outbox.models import AccountMessage
from tenants import db
from tenants.models import Community, Region, RegionOffice, RegionRole

LASTS = timedelta(days=7)
KEPT = timedelta(days=30)  # after that nobody needs to know to whom a link had gone
SENT_FOR = timedelta(days=1)  # so long a message with a link may be on its way
NOT_GOOD = N_("This link is not good any more. Please ask for a new one.")
Place = Community | Region
_on_taken_up: list[Callable[[Account, Appointment], None]] = []


def on_taken_up(hook: Callable[[Account, Appointment], None]) -> Callable[[Account, Appointment], None]:
    """The package that knows posts says here what taking one up means. Called with the community bound."""
    _on_taken_up.append(hook)
    return hook


@dataclass(frozen=True)
class Office:
    """What is given: where, of which kind, and what it is called."""

    place: Place
    kind: str  # of post in a community, of role in a region
    title: str


# -- giving -----------------------------------------------------------------------------------------------------------


def appoint(office: Office, contact: Contact, name: str = "", by: Account | None = None) -> tuple[Appointment, str]:
    """An appointment, and the secret of its link, which is too long to guess and shown once.

    Those who appoint in one place take turns over its row.
    """
    keep_place(office.place)
    if any(one.contact_index == contact.index for one in waiting(office.place)):
        raise Refused(
            N_("A link for this person is on its way already. End that one first, then make a new one."),
            status=409, field="contact",
        )  # fmt: skip
    now, secret = clock.now(), secrets.token_urlsafe(24)
    made = Appointment(
        region_id=office.place.id if isinstance(office.place, Region) else None,
        community_id=office.place.id if isinstance(office.place, Community) else None,
        kind=office.kind, title=office.title, name=" ".join(name.split())[:40], channel=contact.channel,
        contact=contact.value, contact_index=contact.index, secret_hash=_hash(secret), made_by=by and by.id,
        created_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the link names it
    return made, secret


def keep_place(place: Place) -> None:
    """Of two who change who serves in one place, the second sees what the first did."""
    kind = type(place)
    db.session.execute(select(kind.id).where(kind.id == place.id).with_for_update())


def _hash(secret: str) -> bytes:
    return encryption.blind_index(secret, "appointment")


def waiting(place: Place) -> list[Appointment]:
    """Those of a place that may still be taken up, the newest first."""
    here = Appointment.region_id if isinstance(place, Region) else Appointment.community_id
    query = select(Appointment).where(here == place.id, Appointment.expires_at > clock.now())
    query = query.where(Appointment.used_at.is_(None), Appointment.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Appointment.created_at.desc(), Appointment.id)))


def of_place(place: Place, key: uuid.UUID) -> Appointment | None:
    """One that waits there, by its id."""
    return next((one for one in waiting(place) if one.id == key), None)


def end(appointment: Appointment) -> None:
    """Its link is worth nothing from now on."""
    appointment.ended_at = clock.now()


def link(public_url: str, made: Appointment, secret: str) -> str:
    return f"{public_url}/sign-in/link?{urlencode({'id': made.id.hex, 'code': secret})}"


def send(made: Appointment, address: str, place: str, locale: str) -> bool:
    """Have the link sent to the person, where this instance has a way out that reaches them."""
    if made.channel not in channels.opened():
        return False
    values = {"to": made.contact, "place": place, "title": made.title, "link": address}
    message = AccountMessage(
        channel=made.channel, kind="appointment", locale=locale, due_at=clock.now(),
        expires_at=clock.now() + SENT_FOR, payload=encryption.encrypt(json.dumps(values), b"account_message"),
    )  # fmt: skip
    db.session.add(message)
    return True


# -- taking up --------------------------------------------------------------------------------------------------------


def read(key: uuid.UUID, secret: str, *, lock: bool) -> Appointment:
    """What a link gives; Refused where it is not good. Locked, it is kept from others until the commit."""
    query = select(Appointment).where(Appointment.id == key)
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None or not hmac.compare_digest(found.secret_hash, _hash(secret)) or found.expires_at <= clock.now():
        raise Refused(NOT_GOOD, status=410)
    if found.ended_at is not None:
        raise Refused(N_("This link was taken back. Please ask whoever sent it."), status=410)
    if found.used_at is not None:
        raise Refused(N_("This link was used already. You can sign in with a code."), status=410)
    return found


def place_of(appointment: Appointment) -> Place:
    if appointment.region_id is not None:
        return db.session.get_one(Region, appointment.region_id)
    return db.session.get_one(Community, appointment.community_id)


def take_up(appointment: Appointment) -> Account:
    """The link is used, its holder has an account; an office of a region begins at once. Communities follow apart."""
    appointment.used_at = clock.now()
    account = account_of(Contact(appointment.channel, appointment.contact))
    account.display_name = account.display_name or appointment.name
    if appointment.region_id is not None:
        _begin(account, appointment)
    return account


def _begin(account: Account, appointment: Appointment) -> None:
    now, role = clock.now(), RegionRole(appointment.kind)
    running = select(RegionOffice).where(
        RegionOffice.account_id == account.id,
        RegionOffice.region_id == appointment.region_id,
        RegionOffice.until.is_(None),
    )
    for earlier in db.session.scalars(running):
        earlier.until = now  # one office a person in one place: the new one is what holds
    db.session.flush()  # a term is known by when it began
    db.session.add(
        RegionOffice(
            account_id=account.id, region_id=appointment.region_id, role=role, title=appointment.title, since=now
        )
    )


def take_up_in_community(account: Account, appointment: Appointment) -> None:
    """The post, in the community that is bound."""
    for hook in _on_taken_up:
        hook(account, appointment)


def forget_old() -> None:
    """Links that were used, ended or ran out a month ago. The caller commits."""
    db.session.execute(delete(Appointment).where(Appointment.expires_at < clock.now() - KEPT))
