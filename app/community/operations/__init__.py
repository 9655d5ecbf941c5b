"""Households, joining, verifying, and the terms of offices."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from app import clock, fields
from app.access import Visitor
from app.accounts.models import Account
from app.audit.operations import act, record
from app.community.models import Grid, Household, Invitation, Membership, Post, PostTerm, VerifiedHow
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.refusal import N_, Refused
from tenants import db
from tenants.models import AccountCommunity, Community

INVITATION_DAYS = 60
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no look-alikes: people type it from paper

VERIFIED = act("member.verify", N_("Verified a member"))
REFUSED = act("member.refuse", N_("Refused someone who asked to join"))
LOOKED = act("member.look", N_("Looked at what someone gave as their place"))
INVITED = act("household.invite", N_("Made an invitation for a household"))
APPOINTED = act("post.appoint", N_("Put someone into a post"))
ENDED = act("post.end", N_("Ended a term"))
HOUSEHOLDS = act("household.add", N_("Added households"))
SETTINGS = act("community.settings", N_("Changed the settings"))
WELCOME = kind("member.verified", N_("You are verified: you can vote and everything you do counts."), "home.community")
SORRY = kind("member.refused", N_("We could not verify you: %(reason)s"), "community.join")
REPRESENTS = kind("household.representative", N_("%(name)s now votes for your household."), "community.join")

_on_verified: list[Callable[[Membership], None]] = []


def on_verified(hook: Callable[[Membership], None]) -> Callable[[Membership], None]:
    """Packages above say here what starts to count when someone is verified."""
    _on_verified.append(hook)
    return hook


# -- households -------------------------------------------------------------------------------------------------------


def door_hash(building: str, unit: str, room: str) -> bytes:
    """The blind index of a door: finds a household without reading its room."""
    return fields.blind_index(f"{building.strip()}|{unit.strip()}|{room.strip()}", "household.door")


def add_grid(name: str, position: int) -> Grid:
    grid = Grid(name=name, position=position)
    db.session.add(grid)
    return grid


def add_households(
    visitor: Visitor, community: Community, grid: Grid, doors: list[tuple[str, str, str]], adults: int = 2
) -> int:
    """Put doors (building, entrance, room) on the register; those on it already are left alone. How many were new."""
    doors = list(dict.fromkeys(doors))
    hashes = {door_hash(*door): door for door in doors}
    known = set(db.session.scalars(select(Household.join_hash).where(Household.join_hash.in_(hashes))))
    rows = [
        {"grid_id": grid.id, "building": b, "unit": u, "room": r, "join_hash": key, "adults": adults}
        for key, (b, u, r) in hashes.items() if key not in known
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Household), rows)
    _recount(community, grid)
    record(visitor, HOUSEHOLDS, grid, added=len(rows))
    return len(rows)


def _recount(community: Community, grid: Grid) -> None:
    """The registers' totals, in the transaction that changes them."""
    count, adults = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Household.adults), 0)).where(Household.grid_id == grid.id)
    ).one()
    grid.households, grid.adults = count, adults
    db.session.flush()  # the sum below reads it
    community.households = db.session.scalar(select(func.sum(Grid.households))) or 0
    db.session.add(community)


# -- joining ----------------------------------------------------------------------------------------------------------


def membership_for(account: Account, community: Community) -> Membership:
    """The account's membership here; a signed-in stranger gets one without a place, which counts for nothing."""
    known = db.session.scalar(select(Membership).where(Membership.account_id == account.id))
    if known is not None:
        return known
    now = clock.now()
    made = Membership(account_id=account.id, name=account.display_name or "…", joined_at=now)
    here = AccountCommunity(account_id=account.id, community_id=community.id, slug=community.slug, since=now)
    db.session.add(made)
    if db.session.get(AccountCommunity, (account.id, community.id)) is None:
        db.session.add(here)
    db.session.flush()  # what is written next names the membership
    return made


def ask_to_join(account: Account, community: Community, place: str) -> Membership:
    """Say where one lives; the committee or a grid worker verifies it."""
    membership = membership_for(account, community)
    if membership.verified_at is not None:
        raise Refused(N_("You are verified here already."))
    membership.asked_place, membership.refused_at, membership.name = place, None, account.display_name
    return membership


def verify(
    visitor: Visitor | None, membership: Membership, household: Household, how: VerifiedHow
) -> Membership:
    """From now on this person counts, in this household. What they did while pending starts to count too."""
    if membership.verified_at is not None:
        raise Refused(N_("This person is verified already."))
    membership.household_id, membership.grid_id = household.id, household.grid_id
    membership.verified_at, membership.verified_how = clock.now(), how
    membership.verified_by = visitor.membership.id if visitor and visitor.membership else None
    membership.asked_place = membership.refused_at = None
    for hook in _on_verified:
        hook(membership)
    tell(WELCOME, [membership.id])
    if visitor is not None:
        record(visitor, VERIFIED, membership, how=how.value)
    return membership


def refuse(visitor: Visitor, membership: Membership, reason: str) -> None:
    if membership.verified_at is not None:
        raise Refused(N_("This person is verified already."))
    membership.refused_at, membership.refused_reason = clock.now(), reason
    tell(SORRY, [membership.id], reason=reason)
    record(visitor, REFUSED, membership)


def household_at(building: str, unit: str, room: str) -> Household:
    """The household behind a door of the register."""
    key = door_hash(building, unit, room)
    found = db.session.scalar(select(Household).where(Household.join_hash == key))
    if found is None:
        raise Refused(N_("This door is not on the register yet. Please add the household first."), status=422)
    return found


def invite(visitor: Visitor, household: Household) -> tuple[Invitation, str]:
    """A code for one household, shown once; a new one ends those before it."""
    now, code = clock.now(), "".join(secrets.choice(ALPHABET) for _ in range(10))
    db.session.execute(
        update(Invitation).where(Invitation.household_id == household.id, Invitation.expires_at > now).values(expires_at=now)
    )
    made = Invitation(
        household_id=household.id, code_hash=_code_hash(code), places=max(household.adults, 1), created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS), created_by=visitor.membership and visitor.membership.id,
    )  # fmt: skip
    db.session.add(made)
    record(visitor, INVITED, household)
    return made, code


def _code_hash(code: str) -> bytes:
    return fields.blind_index("".join(code.upper().split()).replace("-", ""), "invitation")


def redeem(account: Account, community: Community, code: str) -> Membership:
    """Join a household by its code: verified at once. A code of another community is as good as wrong."""
    invitation = db.session.scalar(select(Invitation).where(Invitation.code_hash == _code_hash(code)).with_for_update())
    if invitation is None:
        raise Refused(N_("This code is not valid in this community. Please check it, or ask your committee."), status=422)
    if invitation.expires_at <= clock.now():
        raise Refused(N_("This invitation has expired. Please ask your committee for a new one."), status=410)
    if invitation.places <= 0:
        raise Refused(N_("All places of this invitation are taken. Please ask your committee for a new one."))
    membership = membership_for(account, community)
    household = db.session.scalars(select(Household).where(Household.id == invitation.household_id)).one()
    verify(None, membership, household, VerifiedHow.INVITATION)
    invitation.places -= 1
    return membership


def name_representative(visitor: Visitor, household: Household) -> None:
    """The visitor speaks for the household from now on; all its adults are told."""
    if visitor.membership.household_id != household.id or not visitor.membership.adult:
        raise Refused(N_("Only an adult of the household can do that."))
    household.representative_id = visitor.membership.id
    adults = select(Membership.id).where(Membership.household_id == household.id, Membership.adult.is_(True))
    tell(REPRESENTS, db.session.scalars(adults), name=visitor.membership.name)


# -- offices ----------------------------------------------------------------------------------------------------------


def appoint(
    visitor: Visitor | None, membership: Membership, post: Post, since: date, until: date | None = None
) -> PostTerm:
    """Put a member into a post for a term: the only source of roles. Whoever serves gives no score credit."""
    if until is not None and until < since:
        raise Refused(N_("The term ends before it begins."), status=422)
    term = PostTerm(membership_id=membership.id, post_id=post.id, since=since, until=until)
    membership.staff = True
    db.session.add(term)
    if visitor is not None:
        record(visitor, APPOINTED, post, since=since.isoformat())
    return term


def end_term(visitor: Visitor, term: PostTerm, on: date) -> None:
    """The term's last day. Someone without another running term counts as a resident again."""
    if term.until is not None and term.until < on:
        raise Refused(N_("This term has ended already."))
    if on < term.since:
        raise Refused(N_("The term ends before it begins."), status=422)
    term.until = on
    others = select(func.count()).select_from(PostTerm).where(PostTerm.membership_id == term.membership_id, PostTerm.id != term.id)
    running = db.session.scalar(others.where(PostTerm.until.is_(None) | (PostTerm.until > on)))
    if not running:
        db.session.execute(update(Membership).where(Membership.id == term.membership_id).values(staff=False))
    record(visitor, ENDED, term, until=on.isoformat())


def change_settings(visitor: Visitor, community: Community, **settings: Any) -> None:
    for name, value in settings.items():
        setattr(community, name, value)
    db.session.add(community)
    record(visitor, SETTINGS, community, changed=sorted(settings))


def today(community: Community) -> date:
    return clock.local(clock.now(), community.zone).date()
