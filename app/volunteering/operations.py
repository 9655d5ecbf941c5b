"""Shifts: posting, signing up, attendance by the organiser, confirmation by the receiving side."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app import clock
from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Membership
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.outbox.operations import enqueue, handler
from app.proposals.operations import counts
from app.refusal import N_, Refused
from app.volunteering.models import Shift, ShiftKind, SignUp, SignUpState
from tenants import db
from tenants.numbers import next_number

LONGEST = timedelta(hours=12)
CANCELLED = kind("shift.cancelled", N_("Called off: %(title)s"), "volunteering.show")
DID_IT_HELP = kind("shift.receipt", N_("Did it help? %(title)s"), "volunteering.show")
POSTED = act("shift.post", N_("Posted a shift"))
CALLED_OFF = act("shift.cancel", N_("Called off a shift"))


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


def post(visitor: Visitor, plan: Plan) -> Shift:
    """Post a shift. Risky ones are for adults and need insurance."""
    community = visitor.community
    assert community is not None
    if plan.ends_at <= plan.starts_at:
        raise Refused(N_("The shift must end after it begins."), status=422)
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused(N_("A shift lasts twelve hours at most."), status=422)
    if plan.starts_at <= clock.now():
        raise Refused(N_("The shift must begin in the future."), status=422)
    if plan.risky and not plan.insured:
        raise Refused(N_("Risky work needs insurance first."))
    if plan.receiver_id == visitor.membership.id:
        raise Refused(N_("Someone else must say whether it helped."), status=422)
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


def sign_up(visitor: Visitor, shift: Shift) -> SignUp:
    """Take a place. Exact under any number of people at once: the place is taken by one conditional UPDATE."""
    member, community = visitor.membership, visitor.community
    assert community is not None
    _must_be_ahead(shift)
    if shift.adults_only and not member.adult:
        raise Refused(N_("This shift is for adults only."))
    known = _sign_up_of(member, shift)
    if known is not None and known.state is SignUpState.CONFIRMED:
        return known
    _no_overlap(member, shift)
    took = update(Shift).where(Shift.id == shift.id, Shift.taken < Shift.places).values(taken=Shift.taken + 1)
    if db.session.execute(took.execution_options(synchronize_session=False)).rowcount != 1:
        raise Refused(N_("All places are taken. Thank you for wanting to help."))
    if known is not None:
        known.state = SignUpState.CONFIRMED
        return known
    local = clock.local(shift.starts_at, community.zone)
    made = SignUp(
        shift_id=shift.id, membership_id=member.id, grid_id=member.grid_id, month=f"{local:%Y-%m}", quarter=shift.quarter,
        counts=counts(member) and shift.kind is ShiftKind.SHIFT and member.id != shift.organiser_id, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    return made


def _must_be_ahead(shift: Shift) -> None:
    if shift.cancelled_at is not None:
        raise Refused(N_("This shift was called off."))
    if shift.starts_at <= clock.now():
        raise Refused(N_("This shift has begun already."))


def _sign_up_of(member: Membership, shift: Shift) -> SignUp | None:
    query = select(SignUp).where(SignUp.shift_id == shift.id, SignUp.membership_id == member.id)
    return db.session.scalars(query).one_or_none()


def _no_overlap(member: Membership, shift: Shift) -> None:
    clash = (
        select(Shift.title)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.membership_id == member.id, SignUp.state == SignUpState.CONFIRMED, Shift.id != shift.id)
        .where(Shift.starts_at < shift.ends_at, Shift.ends_at > shift.starts_at, Shift.cancelled_at.is_(None))
    )
    if other := db.session.scalars(clash.limit(1)).first():
        raise Refused(N_("You are signed up for “%(other)s” at that time."), other=other)


def withdraw(visitor: Visitor, shift: Shift) -> None:
    """Give the place back, until the shift begins."""
    _must_be_ahead(shift)
    known = _sign_up_of(visitor.membership, shift)
    if known is None or known.state is not SignUpState.CONFIRMED:
        raise Refused(N_("You are not signed up for this shift."))
    known.state = SignUpState.WITHDRAWN
    freed = update(Shift).where(Shift.id == shift.id, Shift.taken > 0).values(taken=Shift.taken - 1)
    db.session.execute(freed.execution_options(synchronize_session=False))


def mark(visitor: Visitor, shift: Shift, sign_up: SignUp, *, came: bool) -> None:
    """The organiser says who came. Only the organiser and the person see an absence."""
    if shift.starts_at > clock.now():
        raise Refused(N_("The shift has not begun yet."))
    if sign_up.shift_id != shift.id or sign_up.state is SignUpState.WITHDRAWN:
        raise Refused(N_("This person is not signed up for this shift."))
    sign_up.state, sign_up.marked_at = SignUpState.ATTENDED if came else SignUpState.ABSENT, clock.now()


def confirm_receipt(visitor: Visitor, shift: Shift, *, met: bool) -> None:
    """The receiving side says whether the need was met."""
    if shift.ends_at > clock.now():
        raise Refused(N_("The shift has not ended yet."))
    if shift.cancelled_at is not None:
        raise Refused(N_("This shift was called off."))
    shift.met, shift.met_at = met, clock.now()


def cancel(visitor: Visitor, shift: Shift) -> None:
    _must_be_ahead(shift)
    shift.cancelled_at = clock.now()
    coming = select(SignUp.membership_id).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.CONFIRMED)
    tell(CANCELLED, db.session.scalars(coming), shift.number, title=shift.title)
    record(visitor, CALLED_OFF, shift)


@handler("shifts.ended")
def ask_receiver(shift_id: str) -> None:
    """After the end the receiving side is asked, once."""
    shift = db.session.scalars(select(Shift).where(Shift.id == uuid.UUID(shift_id))).one()
    if shift.receiver_id is not None and shift.met is None and shift.cancelled_at is None:
        tell(DID_IT_HELP, [shift.receiver_id], shift.number, title=shift.title)
