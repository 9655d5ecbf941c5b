"""What follows where a shift is taken down, and where it comes back: who relies on it is told."""

import uuid
from datetime import datetime

from sqlalchemy import select

from app.access import CommunityVisitor
from app.core import clock
from app.core.refusal import N_
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.volunteering.attendance import ask_whether_it_helped
from app.volunteering.models import Shift, SignUp, SignUpState
from tenants import db

TAKEN_DOWN = kind(
    "shift.taken_down", N_("Shift No. %(shift)s was taken down. It takes place only if it comes back."), "log"
)
BACK = kind("shift.back", N_("Shift No. %(number)s is shown again and takes place: %(title)s"), "shift")


def went_down(shift: Shift) -> None:
    if _ahead(shift):
        tell(TAKEN_DOWN, _relying(shift), None, shift=shift.number)


def came_back(shift: Shift, _by: CommunityVisitor, _since: datetime) -> None:
    """Where it ended meanwhile, the receiving side is asked now."""
    if _ahead(shift):
        tell(BACK, _relying(shift), shift.number, title=shift.title)
    elif shift.ends_at <= clock.now():
        ask_whether_it_helped(shift)


def _ahead(shift: Shift) -> bool:
    return shift.starts_at > clock.now() and shift.cancelled_at is None


def _relying(shift: Shift) -> list[uuid.UUID]:
    """Those who hold a place, and the receiving side."""
    coming = select(SignUp.membership_id).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.CONFIRMED)
    return [*db.session.scalars(coming), *([shift.receiver_id] if shift.receiver_id else [])]
