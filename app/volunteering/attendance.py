"""How a shift ends: called off before it begins, or who came, and whether it helped those it was for."""

import uuid

from sqlalchemy import select

from app.access import Visitor
from app.audit.operations import act, record
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.outbox.operations import handler
from app.volunteering.models import Shift, SignUp, SignUpState
from app.volunteering.operations import require_not_begun, require_taking_place
from tenants import db

CANCELLED = kind("shift.cancelled", N_("Called off: %(title)s"), "shift")
DID_IT_HELP = kind("shift.receipt", N_("Did it help? %(title)s"), "shift", Topic.WAITS)
CALLED_OFF = act("shift.cancel", N_("Called off a shift"))


def call_off(visitor: Visitor, shift: Shift) -> None:
    """Call it off. Everyone who holds a place by then is told, once, and whoever was to be helped."""
    db.session.refresh(shift, ["cancelled_at"], with_for_update=True)  # sign-ups under way end before or after this
    require_not_begun(shift)
    shift.cancelled_at = clock.now()
    coming = select(SignUp.membership_id).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.CONFIRMED)
    waiting = [shift.receiver_id] if shift.receiver_id is not None else []
    tell(CANCELLED, {*db.session.scalars(coming), *waiting}, shift.number, title=shift.title)
    record(visitor, CALLED_OFF, shift)


def mark(visitor: Visitor, shift: Shift, sign_up: SignUp | None, *, came: bool) -> None:
    """The organiser says who came. Only the organiser and the person see an absence."""
    require_taking_place(shift)
    if shift.starts_at > clock.now():
        raise Refused(N_("The shift has not begun yet."))
    if sign_up is None or sign_up.shift_id != shift.id or sign_up.state is SignUpState.WITHDRAWN:
        raise Refused(N_("This person is not signed up for this shift."))
    sign_up.state, sign_up.marked_at = SignUpState.ATTENDED if came else SignUpState.ABSENT, clock.now()


@handler("shifts.ended")
def ask_receiver(shift_id: str) -> None:
    """After the end the receiving side is asked, once; about what was taken down, when it comes back."""
    shift = db.session.scalars(select(Shift).where(Shift.id == uuid.UUID(shift_id))).one()
    if shift.hidden_at is None:
        ask_whether_it_helped(shift)


def ask_whether_it_helped(shift: Shift) -> None:
    if shift.receiver_id is not None and shift.met is None and shift.cancelled_at is None:
        tell(DID_IT_HELP, [shift.receiver_id], shift.number, title=shift.title)


def confirm_receipt(visitor: Visitor, shift: Shift, *, met: bool) -> None:
    """The receiving side says whether the need was met. Whether that gives credit is settled when it is said."""
    require_taking_place(shift)
    if shift.ends_at > clock.now():
        raise Refused(N_("The shift has not ended yet."))
    shift.met, shift.met_at, shift.met_counts = met, clock.now(), visitor.membership.counts
