"""Shifts: posting, signing up, giving the place back. How a shift ends stands in attendance.py."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.access import CommunityVisitor, Member
from app.audit.operations import act, record
from app.community.models import Membership
from app.core import clock
from app.core.refusal import N_, Refused
from app.outbox.operations import enqueue
from app.volunteering.models import Shift, ShiftKind, SignUp, SignUpState
from tenants import db
from tenants.numbers import next_number

LONGEST = timedelta(hours=12)
POSTED = act("shift.post", N_("Posted a shift"))


@dataclass
class Plan:
    """What an organiser says of a shift."""

    title: str
    starts_at: datetime
    ends_at: datetime
    places: int
    place: str = ""
    text: str = ""
    kind: ShiftKind = ShiftKind.SHIFT
    risky: bool = False
    insured: bool = False
    receiver_id: uuid.UUID | None = None
    proposal_id: uuid.UUID | None = None


def post(visitor: CommunityVisitor, plan: Plan) -> Shift:
    """Post a shift. Risky ones are for adults and need insurance."""
    community = visitor.community
    _require_sound(plan, visitor.membership)
    shift = Shift(
        number=next_number("shift"), kind=plan.kind, title=plan.title, text=plan.text, place=plan.place, starts_at=plan.starts_at,
        ends_at=plan.ends_at, places=plan.places, adults_only=plan.risky, insured=plan.insured, receiver_id=plan.receiver_id,
        proposal_id=plan.proposal_id, organiser_id=visitor.membership.id, created_at=clock.now(),
        quarter=clock.quarter(plan.starts_at, community.zone),
    )  # fmt: skip
    db.session.add(shift)
    db.session.flush()  # the job and the record name it
    enqueue("shifts.ended", plan.ends_at, shift_id=shift.id)
    record(visitor, POSTED, shift)
    return shift


def _require_sound(plan: Plan, organiser: Member) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused(N_("The shift must end after it begins."), status=422, field="ends")
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused(N_("A shift lasts twelve hours at most."), status=422, field="ends")
    if plan.starts_at <= clock.now():
        raise Refused(N_("The shift must begin in the future."), status=422, field="begins")
    if plan.risky and not plan.insured:
        raise Refused(N_("Risky work needs insurance first. Insure everyone, then tick the box."), field="insured")
    if plan.receiver_id == organiser.id:
        raise Refused(N_("Someone else must say whether it helped."), status=422, field="receiver")


def sign_up(visitor: CommunityVisitor, shift: Shift) -> SignUp:
    """Take a place. Exact under any number of people at once: one conditional UPDATE takes it."""
    member = visitor.membership
    require_not_begun(shift)
    if shift.receiver_id == member.id:
        raise Refused(N_("You say afterwards whether it helped, so others do the helping."))
    if shift.adults_only and not member.adult:
        raise Refused(N_("This shift is for adults only. Please look at the other shifts."))
    _one_tap_at_a_time(member)
    known = _sign_up_of(member, shift)
    if known is not None and known.state is SignUpState.CONFIRMED:
        return known
    _no_overlap(member, shift)
    _take_place(shift)
    return _confirmed(known or _new(visitor, shift), member, shift)


def require_not_begun(shift: Shift) -> None:
    require_taking_place(shift)
    if shift.starts_at <= clock.now():
        raise Refused(N_("This shift has begun already."))


def require_taking_place(shift: Shift) -> None:
    shift.require_standing()
    if shift.cancelled_at is not None:
        raise Refused(N_("This shift was called off. Please look at the other shifts."))


def _one_tap_at_a_time(member: Member) -> None:
    """Two tabs of one person wait for each other: else each would overlook the other's place or withdrawal."""
    mine = select(Membership.id).where(Membership.id == member.id)
    db.session.execute(mine.with_for_update(key_share=True))


def _sign_up_of(member: Member, shift: Shift) -> SignUp | None:
    query = select(SignUp).where(SignUp.shift_id == shift.id, SignUp.membership_id == member.id)
    return db.session.scalars(query).one_or_none()


def _no_overlap(member: Member, shift: Shift) -> None:
    clash = (
        select(Shift.title)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.membership_id == member.id, SignUp.state == SignUpState.CONFIRMED, Shift.id != shift.id)
        .where(
            Shift.starts_at < shift.ends_at,
            Shift.ends_at > shift.starts_at,
            Shift.cancelled_at.is_(None),
            Shift.stands(),
        )
    )
    if other := db.session.scalars(clash.limit(1)).first():
        raise Refused(N_("You are signed up for “%(other)s” at that time."), other=other)


def _take_place(shift: Shift) -> None:
    free = Shift.id == shift.id, Shift.taken < Shift.places, Shift.cancelled_at.is_(None), Shift.stands()
    took = update(Shift).where(*free).values(taken=Shift.taken + 1)
    if db.changed(took.execution_options(synchronize_session=False)) != 1:
        db.session.refresh(shift, ["cancelled_at", "hidden_at"])
        require_not_begun(shift)  # called off or taken down a moment ago
        raise Refused(N_("All places are taken. Thank you for wanting to help."))


def _new(visitor: CommunityVisitor, shift: Shift) -> SignUp:
    community = visitor.community
    made = SignUp(
        shift_id=shift.id, membership_id=visitor.membership.id, quarter=shift.quarter,
        month=f"{clock.local(shift.starts_at, community.zone):%Y-%m}", created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    return made


def _confirmed(made: SignUp, member: Member, shift: Shift) -> SignUp:
    """Whether it gives credit is settled when the place is taken: never to the organiser, nor to those in office."""
    made.state, made.grid_id = SignUpState.CONFIRMED, member.grid_id
    made.counts = member.counts and shift.kind is ShiftKind.SHIFT and member.id != shift.organiser_id
    return made


def withdraw(visitor: CommunityVisitor, shift: Shift) -> None:
    """Give the place back, until the shift begins. Twice is as once."""
    require_not_begun(shift)
    _one_tap_at_a_time(visitor.membership)
    known = _sign_up_of(visitor.membership, shift)
    if known is not None and known.state is SignUpState.WITHDRAWN:
        return  # the second tap of two
    if known is None or known.state is not SignUpState.CONFIRMED:
        raise Refused(N_("You are not signed up for this shift."))
    known.state = SignUpState.WITHDRAWN
    freed = update(Shift).where(Shift.id == shift.id, Shift.taken > 0).values(taken=Shift.taken - 1)
    db.session.execute(freed.execution_options(synchronize_session=False))
