"""From someone who asks to someone who counts: who may verify whom, and the word of those who live there already."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.access import Visitor, committee
from app.audit.operations import act, record
from app.community.models import Household, Membership, Verification, VerifiedHow
from app.community.operations.grids import grid_of, recount
from app.community.operations.households import adults_of_door, verified_adults
from app.community.operations.offices import committee_members
from app.community.operations.settings import here, working_days
from app.community.queries import grids_served_by
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.outbox.operations import enqueue, handler
from tenants import db
from tenants.locks import lock_row

TO_OBJECT = timedelta(hours=48)
DECIDE_DAYS = 5  # working days in which the committee decides an objection
VERIFIED = act("member.verify", N_("Verified a member"))
DECIDED = act("member.objection", N_("Decided an objection to a new member of a household"))
WELCOME = kind("member.verified", N_("You are verified: you can vote and everything you do counts."), "community")
NEWCOMER = kind(
    "member.newcomer",
    N_("%(name)s was registered at your address. Please say whether that is right."),
    "membership",
    Topic.WAITS,
)
OBJECTED = kind(
    "member.objected", N_("A household objects to a new member. Please look at it."), "verification", Topic.WAITS
)
NOT_THERE = kind(
    "member.not_there",
    N_("Those who live there say that you do not. The office decides; please talk to it."),
    "membership",
)

_on_verified: list[Callable[[Membership], None]] = []


def on_verified(hook: Callable[[Membership], None]) -> Callable[[Membership], None]:
    """Packages above say here what starts to count when someone is verified."""
    _on_verified.append(hook)
    return hook


def verify(
    visitor: Visitor, membership: Membership, household: Household, how: VerifiedHow, *, adult: bool = True
) -> Verification | None:
    """Someone in office knows that this person lives there: the committee, or the worker of the door's own grid.

    It counts at once behind a door where nobody is verified yet. Elsewhere those who live there are asked first: one
    of them may confirm it, or object within 48 hours. Gives what waits for them, or None.
    """
    if membership.id == visitor.membership.id:
        raise Refused(N_("Somebody else in office must verify you."))
    if not (committee(visitor, None) or household.grid_id in grids_served_by(visitor)):
        raise Refused(
            N_("This door lies in a part that you do not serve. Its own worker or the committee verifies."), 403
        )
    waiting = settle_in(membership, household, how, visitor.membership.id, adult=adult)
    record(visitor, VERIFIED, membership, how=how.value)
    return waiting


def settle_in(
    membership: Membership, household: Household, how: VerifiedHow, by: uuid.UUID | None, *, adult: bool = True
) -> Verification | None:
    """As `verify`, whoever says so: an invitation on paper says it too."""
    lock_row(household)  # of two who are the first behind a door, the second is asked about
    lock_row(membership)  # of two doors somebody is said to live behind, the first one asks
    if household.closed_at is not None:
        raise Refused(N_("This door has been closed. Open it again first."))
    require_unverified(membership)
    now = clock.now()
    found = Verification(
        membership_id=membership.id, household_id=household.id, how=how, adult=adult, made_by=by, made_at=now, counts_at=now
    )  # fmt: skip
    neighbours = adults_of_door(household)
    if not neighbours:
        _count(membership, household, found)
        return None
    found.counts_at = membership.verify_due_at = now + TO_OBJECT
    membership.asked_place = membership.asked_place or _address(household)
    membership.refused_at = membership.refused_reason = None
    db.session.add(found)
    db.session.flush()  # the job names it
    tell(NEWCOMER, neighbours, name=membership.name)
    enqueue("community.counts", found.counts_at, verification_id=found.id)
    return found


def _address(household: Household) -> str:
    return " / ".join((household.building, household.unit, household.room or ""))


def require_unverified(membership: Membership) -> None:
    if membership.household_id is not None:
        raise Refused(N_("This person is verified already."))
    if waiting_for(membership) is not None:
        raise Refused(N_("The household has been asked about this person already. Please wait for its word."))


def waiting_for(membership: Membership) -> Verification | None:
    """What those behind the door have been asked about this person."""
    query = select(Verification).where(Verification.membership_id == membership.id, Verification.settled_at.is_(None))
    return db.session.scalars(query).one_or_none()


def _count(membership: Membership, household: Household, found: Verification) -> None:
    """From now on this person counts, in this household. What they did while pending starts to count too."""
    membership.household_id, membership.grid_id, membership.adult = household.id, household.grid_id, found.adult
    membership.verified_at, membership.verified_how, membership.verified_by = clock.now(), found.how, found.made_by
    membership.asked_place = membership.refused_at = membership.refused_reason = None
    found.settled_at = clock.now()
    _make_room(household)
    for hook in _on_verified:
        hook(membership)
    tell(WELCOME, [membership.id])


def _make_room(household: Household) -> None:
    """An estimate of adults gives way to those who are known to live there."""
    db.session.flush()  # the count reads the one just verified
    known = verified_adults(household)
    if known > household.adults:
        household.adults = known
        recount(here(), grid_of(household))


def _member(found: Verification) -> Membership:
    return db.session.get_one(Membership, (found.community_id, found.membership_id))


def _household(found: Verification) -> Household:
    return db.session.get_one(Household, (found.community_id, found.household_id))


def confirm(visitor: Visitor, found: Verification) -> None:
    """One of those who live there says that it is so: it counts at once."""
    _take_turn(visitor, found)
    _count(_member(found), _household(found), found)


def object_to(visitor: Visitor, found: Verification, reason: str) -> None:
    """One of those who live there says that it is not so: it does not count until the committee has decided."""
    _take_turn(visitor, found)
    if not reason.strip():
        raise Refused(N_("Please say in a few words why."), status=422, field="reason")
    found.objected_by, found.objected_at, found.objection = visitor.membership.id, clock.now(), reason.strip()
    _member(found).verify_due_at = working_days(here(), DECIDE_DAYS)
    tell(NOT_THERE, [found.membership_id])
    tell(OBJECTED, committee_members())


def _take_turn(visitor: Visitor, found: Verification) -> None:
    lock_row(found)
    member = visitor.membership
    if member is None or member.household_id != found.household_id or not member.adult:
        raise Refused(N_("Only the verified adults of this household say who lives there."), status=403)
    if found.settled_at is not None:
        raise Refused(N_("This has been settled already."))
    if found.objected_at is not None:
        raise Refused(N_("Someone of your household has objected. The committee decides."))


def decide_objection(visitor: Visitor, found: Verification, *, lives_there: bool, reason: str = "") -> None:
    """Someone of the committee who had no part in it decides; whoever does not live there asks anew."""
    lock_row(found)
    if found.settled_at is not None or found.objected_at is None:
        raise Refused(N_("This has been settled already."))
    if visitor.membership.id in (found.made_by, found.objected_by, found.membership_id):
        raise Refused(N_("You had a part in this. Someone else must decide it."), status=403)
    if lives_there:
        _count(_member(found), _household(found), found)
    else:
        _turn_away(found, reason)
    record(visitor, DECIDED, found, lives_there=lives_there)


def _turn_away(found: Verification, reason: str) -> None:
    if not reason:
        raise Refused(N_("Please give the reason."), status=422, field="reason")
    found.settled_at = clock.now()
    member = _member(found)
    member.refused_at, member.refused_reason, member.asked_place = clock.now(), reason, None


@handler("community.counts")
def when_nobody_objected(verification_id: str) -> None:
    """The 48 hours are over: without an objection it counts."""
    found = db.session.scalars(select(Verification).where(Verification.id == uuid.UUID(verification_id))).one()
    lock_row(found)
    if found.settled_at is None and found.objected_at is None:
        _count(_member(found), _household(found), found)
