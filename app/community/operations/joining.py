"""From a stranger to someone who counts: asking, verifying, refusing."""

from collections.abc import Callable

from sqlalchemy import select, update

from app.access import Visitor
from app.accounts.models import Account
from app.accounts.operations import on_renamed
from app.audit.operations import act, record
from app.community.models import Household, Membership, VerifiedHow
from app.community.operations.households import DOOR, grid_of, recount, verified_adults
from app.community.operations.settings import here
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.models import AccountCommunity, Community

VERIFIED = act("member.verify", N_("Verified a member"))
REFUSED = act("member.refuse", N_("Refused someone who asked to join"))
LOOKED = act("record.look", N_("Looked at where someone lives"))
WELCOME = kind("member.verified", N_("You are verified: you can vote and everything you do counts."), "community")
SORRY = kind("member.refused", N_("We could not verify you: %(reason)s"), "membership")

_on_verified: list[Callable[[Membership], None]] = []


def on_verified(hook: Callable[[Membership], None]) -> Callable[[Membership], None]:
    """Packages above say here what starts to count when someone is verified."""
    _on_verified.append(hook)
    return hook


def membership_for(account: Account, community: Community) -> Membership:
    """The account's membership here; a signed-in stranger gets one without a place, which counts for nothing."""
    known = db.session.scalar(select(Membership).where(Membership.account_id == account.id))
    if known is not None:
        return known
    now = clock.now()
    made = Membership(account_id=account.id, name=account.display_name or "…", joined_at=now)
    db.session.add(made)
    if db.session.get(AccountCommunity, (account.id, community.id)) is None:
        here = {"account_id": account.id, "community_id": community.id, "slug": community.slug, "since": now}
        db.session.add(AccountCommunity(**here))
    db.session.flush()  # what is written next names the membership
    return made


@on_renamed
def keep_name(account: Account) -> None:
    """A membership carries a copy of the account's name, so that pages need no join."""
    db.session.execute(update(Membership).where(Membership.account_id == account.id).values(name=account.display_name))


def ask_to_join(account: Account, community: Community, place: str) -> Membership:
    """Say where one lives; the committee or a grid worker verifies it. Asking again corrects the place."""
    membership = membership_for(account, community)
    if membership.household_id is not None:
        raise Refused(N_("You are verified here already."))
    membership.asked_place, membership.refused_at, membership.refused_reason = place, None, None
    return membership


def place(building: str, unit: str, room: str) -> str:
    """A door as it is kept while someone is pending."""
    return " / ".join(part.replace("/", " ").strip() for part in (building, unit, room))


def asked_door(membership: Membership | None) -> dict[str, str]:
    """The door someone gave, by its parts; words that are no door stand as the room."""
    asked = membership.asked_place if membership else None
    parts = (asked or "").split(" / ")
    return dict(zip(DOOR, parts if len(parts) == len(DOOR) else ("", "", asked or ""), strict=True))


def look_at(visitor: Visitor, row: Membership | Household) -> None:
    """Someone in office opens a person's or a household's record: recorded, and shown to those it is about."""
    record(visitor, LOOKED, row)


def verify(
    visitor: Visitor | None, membership: Membership, household: Household, how: VerifiedHow, *, adult: bool = True
) -> Membership:
    """From now on this person counts, in this household. What they did while pending starts to count too."""
    if membership.household_id is not None:
        raise Refused(N_("This person is verified already."))
    by = visitor.membership if visitor is not None else None
    if by is not None and by.id == membership.id:
        raise Refused(N_("Somebody else in office must verify you."))
    membership.household_id, membership.grid_id, membership.adult = household.id, household.grid_id, adult
    membership.verified_at, membership.verified_how = clock.now(), how
    membership.verified_by = by.id if by is not None else None
    membership.asked_place = membership.refused_at = membership.refused_reason = None
    _make_room(household)
    for hook in _on_verified:
        hook(membership)
    tell(WELCOME, [membership.id])
    if visitor is not None:
        record(visitor, VERIFIED, membership, how=how.value)
    return membership


def _make_room(household: Household) -> None:
    """An estimate of adults gives way to those who are known to live there."""
    db.session.flush()  # the count reads the one just verified
    known = verified_adults(household)
    if known > household.adults:
        household.adults = known
        recount(here(), grid_of(household))


def refuse(visitor: Visitor, membership: Membership, reason: str) -> None:
    """Not verified, with a reason the person reads. What they gave as their place is forgotten."""
    if membership.household_id is not None:
        raise Refused(N_("This person is verified already."))
    if not membership.asked_place:
        raise Refused(N_("This person does not ask to join any more."))
    membership.refused_at, membership.refused_reason, membership.asked_place = clock.now(), reason, None
    tell(SORRY, [membership.id], reason=reason)
    record(visitor, REFUSED, membership)
