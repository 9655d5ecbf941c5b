"""Who serves in a region: appointing and ending, each in the region's record."""

from typing import Any

from sqlalchemy import Select, or_, select

from app.access import Visitor
from app.accounts import appointments
from app.accounts.appointments import Office, keep_place
from app.accounts.contacts import Contact
from app.accounts.models import Account, Appointment
from app.audit.above import record_above
from app.audit.models import RegionEntry
from app.audit.operations import act
from app.community.operations.offices import has_committee
from app.core import clock
from app.core.refusal import N_, Refused
from tenants import db
from tenants.models import Community, Region, RegionOffice, RegionRole

APPOINTED = act("region.appoint", N_("Appointed someone"))
TOOK_BACK = act("region.take_back", N_("Took back the link of an appointment"))
ENDED = act("region.end", N_("Ended an office"))
FIRST = act("community.appoint", N_("Appointed the first of a committee"))


def offices(region: Region) -> list[Any]:
    """(office, name) of those who serve in this region itself, stewards first."""
    query = select(RegionOffice, Account.display_name).join(Account, Account.id == RegionOffice.account_id)
    query = query.where(RegionOffice.region_id == region.id, *_running())
    return list(db.session.execute(query.order_by(RegionOffice.role.desc(), RegionOffice.since, RegionOffice.id)))


def _running() -> tuple[Any, ...]:
    now = clock.now()
    return RegionOffice.since <= now, or_(RegionOffice.until.is_(None), RegionOffice.until > now)


def appoint(
    visitor: Visitor, region: Region, contact: Contact, *, name: str, title: str, role: str
) -> tuple[Appointment, str]:
    """An office of this region waits for its holder."""
    made = appointments.appoint(Office(region, role, title), contact, name, visitor.account)
    record_above(visitor, region, APPOINTED, title=title, role=role)
    return made


def appoint_first(
    visitor: Visitor, region: Region, community: Community, contact: Contact, *, name: str, title: str
) -> tuple[Appointment, str]:
    """The first of a community's committee: from then on it appoints its people itself."""
    keep_place(community)
    if appointments.waiting(community):
        raise Refused(N_("A link is on its way already. End that one first, then make a new one."))
    made = appointments.appoint(Office(community, "committee", title), contact, name, visitor.account)
    record_above(visitor, region, FIRST, title=title, name=community.name)
    return made


def refuse_where_it_has_a_committee(community: Community) -> None:
    """Asked in the community, before anything is written above it."""
    with db.as_community(community.id, write=False):
        if has_committee():
            raise Refused(N_("This community has a committee: it appoints its people itself."))


def take_back(visitor: Visitor, region: Region, appointment: Appointment) -> None:
    appointments.end(appointment)
    record_above(visitor, region, TOOK_BACK, title=appointment.title)


def anew(visitor: Visitor, region: Region, appointment: Appointment) -> tuple[Appointment, str]:
    """Another link for the same office and person; the one before is worth nothing any more."""
    place = appointments.place_of(appointment)
    take_back(visitor, region, appointment)
    contact = Contact(appointment.channel, appointment.contact)
    made = appointments.appoint(
        Office(place, appointment.kind, appointment.title), contact, appointment.name, visitor.account
    )
    record_above(visitor, region, APPOINTED, title=appointment.title, role=appointment.kind)
    return made


def end(visitor: Visitor, region: Region, office: RegionOffice) -> None:
    """It ends now. Somebody who can appoint others stays, here or above."""
    keep_place(region)
    db.session.refresh(office)
    if office.until is not None and office.until <= clock.now():
        raise Refused(N_("This office has ended already."))
    if office.role is RegionRole.STEWARD and not _another_steward(region, office):
        raise Refused(N_("Nobody would be left who can appoint others. Please appoint another steward first."))
    office.until = clock.now()
    record_above(visitor, region, ENDED, title=office.title, role=office.role.value)


def _another_steward(region: Region, but: RegionOffice) -> bool:
    query = select(RegionOffice.id).join(Region, Region.id == RegionOffice.region_id)
    query = query.where(Region.code.in_(region.path.strip("/").split("/")), RegionOffice.role == RegionRole.STEWARD)
    return db.session.scalar(query.where(RegionOffice.id != but.id, *_running()).limit(1)) is not None


def acts(region: Region) -> Select[*tuple[Any, ...]]:
    """(entry, name) of the region's record."""
    query = select(RegionEntry, Account.display_name).outerjoin(Account, Account.id == RegionEntry.account_id)
    return query.where(RegionEntry.region_id == region.id)
