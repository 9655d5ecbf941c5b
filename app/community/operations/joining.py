"""From a stranger to someone who asks to count, and saying no. Verifying stands in verifying.py."""

from sqlalchemy import select, update

from app.access import CommunityVisitor, Visitor
from app.accounts.models import Account
from app.accounts.operations import on_renamed
from app.audit.operations import act, record
from app.community.models import FOUND_BY, Compound, Household, Membership
from app.community.operations.households import household_at
from app.community.operations.settings import working_days
from app.community.operations.verifying import require_unverified
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from tenants import db
from tenants.models import AccountCommunity, Community
from tenants.text import found_by

REFUSED = act("member.refuse", N_("Refused someone who asked to join"))
LOOKED = act("record.look", N_("Looked at where someone lives"))
SORRY = kind("member.refused", N_("We could not verify you: %(reason)s"), "membership")
DOOR = ("building", "unit", "room")
LOOK_DAYS = 5  # working days until someone has looked, as for every answer


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


def arrive(visitor: Visitor, community: Community) -> CommunityVisitor:
    """Whoever acts here is a member: a stranger gets a membership that counts for nothing."""
    if isinstance(visitor, CommunityVisitor):
        return visitor
    membership = membership_for(visitor.account, community)
    return CommunityVisitor(account=visitor.account, membership=membership, posts=visitor.posts, community=community)


@on_renamed
def keep_name(account: Account) -> None:
    """A membership carries a copy of the account's name, so that pages need no join."""
    values = {"name": account.display_name, "found_by": found_by(account.display_name)[:FOUND_BY]}
    db.session.execute(update(Membership).where(Membership.account_id == account.id).values(values))


def ask_to_join(
    account: Account, community: Community, door: tuple[str, str, str], compound: Compound | None = None
) -> Membership:
    """Say where one lives: the committee or the worker of the door's grid looks, within five working days.

    Asking again corrects the address; the time by which someone looks stays.
    """
    membership = membership_for(account, community)
    require_unverified(membership)
    if not membership.asked_place:
        membership.asked_at, membership.verify_due_at = clock.now(), working_days(community, LOOK_DAYS)
    found = household_at(compound, *door)
    membership.asked_place = _kept(door, compound)
    membership.asked_grid_id = found.grid_id if found is not None else None
    membership.refused_at = membership.refused_reason = None
    return membership


def _kept(door: tuple[str, str, str], compound: Compound | None) -> str:
    """A door as it is kept while someone is pending."""
    parts = ([compound.name] if compound is not None else []) + list(door)
    return " / ".join(part.replace("/", " ").strip() for part in parts)


def door_asked_for(membership: Membership | None) -> dict[str, str]:
    """The door someone gave, by its parts; words that are no door stand as the room."""
    asked = (membership.asked_place if membership else None) or ""
    parts = asked.split(" / ")
    if len(parts) == len(DOOR):
        return dict(zip(DOOR, parts, strict=True))
    if len(parts) == len(DOOR) + 1:
        return dict(zip(("compound", *DOOR), parts, strict=True))
    return {"building": "", "unit": "", "room": asked}


def look_at(visitor: Visitor, row: Membership | Household) -> None:
    """Someone in office opens a person's or a household's record: recorded, and shown to those it is about."""
    record(visitor, LOOKED, row)


def refuse(visitor: Visitor, membership: Membership, reason: str) -> None:
    """Not verified, with a reason the person reads. What they gave as their place is forgotten."""
    require_unverified(membership)
    if not membership.asked_place:
        raise Refused(N_("This person does not ask to join any more."))
    membership.refused_at, membership.refused_reason, membership.asked_place = clock.now(), reason, None
    tell(SORRY, [membership.id], reason=reason)
    record(visitor, REFUSED, membership)
