"""The box of a shift's places: how many are free, and what its reader may do about that."""

import enum
from dataclasses import dataclass

from app.access import Visitor, can
from app.core import clock
from app.core.refusal import N_
from app.volunteering.models import Shift, SignUpState
from app.volunteering.permissions import P
from app.web.permalinks import permalink
from app.web.reader import gettext, ngettext
from app.web.shapes import Link
from app.web.way_in import way_in


class Mine(enum.StrEnum):
    """How the reader and the shift stand to each other."""

    CALLED_OFF = "called_off"
    WAS_THERE = "was_there"
    WAS_MISSING = "was_missing"
    OVER = "over"
    TOO_LATE = "too_late"
    SIGNED_UP = "signed_up"
    MAY_SIGN_UP = "may_sign_up"
    FULL = "full"
    NOT_YET = "not_yet"  # first the way in


SENTENCES = {
    Mine.CALLED_OFF: N_("This shift was called off."),
    Mine.WAS_THERE: N_("You were there. Thank you."),
    Mine.WAS_MISSING: N_(
        "The organiser noted that you were not there. Only you, the organiser and the office see this."
    ),
    Mine.OVER: N_("This shift is over."),
    Mine.TOO_LATE: N_("This shift has begun already."),
    Mine.SIGNED_UP: N_("You are signed up."),
}
HOW_IT_ENDED = {SignUpState.ATTENDED: Mine.WAS_THERE, SignUpState.ABSENT: Mine.WAS_MISSING}


@dataclass(frozen=True)
class PlacesBox:
    """What the box draws: how many places are free, and the reader's part in it."""

    mine: Mine
    free: int
    way_in: Link | None

    @property
    def words(self) -> str:
        free = ngettext("%(num)d place free", "%(num)d places free", self.free)
        return free if self.free else gettext("All places are taken.")

    @property
    def sentence(self) -> str:
        """What there is to say to the reader; "" where a button says it."""
        return gettext(SENTENCES[self.mine]) if self.mine in SENTENCES else ""


def places_box(shift: Shift, visitor: Visitor, state: SignUpState | None) -> PlacesBox:
    """`state`: of the reader's own place on the list, if they ever had one."""
    mine = _mine(shift, visitor, state)
    return PlacesBox(mine, shift.places - shift.taken, _way_in(shift, visitor) if mine is Mine.NOT_YET else None)


def _way_in(shift: Shift, visitor: Visitor) -> Link:
    return way_in(
        visitor, signing_in=gettext("Sign in to help"), joining=gettext("Join to help"),
        back=permalink("shift", shift.number), wish="SHIFT_SIGN_UP",
    )  # fmt: skip


def _mine(shift: Shift, visitor: Visitor, state: SignUpState | None) -> Mine:
    if shift.cancelled_at is not None:
        return Mine.CALLED_OFF
    if state in HOW_IT_ENDED:
        return HOW_IT_ENDED[state]
    if shift.ends_at <= clock.now():
        return Mine.OVER
    if shift.starts_at <= clock.now():
        return Mine.TOO_LATE
    if state is SignUpState.CONFIRMED:
        return Mine.SIGNED_UP
    if not can(visitor, P.SHIFT_SIGN_UP):
        return Mine.NOT_YET
    return Mine.MAY_SIGN_UP if shift.taken < shift.places else Mine.FULL
