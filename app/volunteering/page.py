"""The page of a shift: what it says, and what its reader may do beside taking a place."""

from dataclasses import dataclass

from markupsafe import Markup

from app.access import Visitor, can
from app.core import clock
from app.volunteering.models import Shift
from app.volunteering.permissions import P
from app.web import formats
from app.web.reader import gettext
from app.web.shapes import joined


@dataclass(frozen=True)
class ShiftPage:
    """What a shift's page says, and what its reader may do beside taking a place."""

    when: str
    terms: Markup  # where, and on which terms
    asks_whether_it_helped: bool  # the receiving side, after the end
    reply: str  # what it said
    keeps_the_list: bool
    may_call_off: bool


def page_of(shift: Shift, visitor: Visitor) -> ShiftPage:
    now, stands = clock.now(), shift.cancelled_at is None
    keeps_the_list = can(visitor, P.SHIFT_ATTENDANCE, shift)
    return ShiftPage(
        f"{formats.as_datetime(shift.starts_at)}–{formats.as_end(shift.ends_at)}", _terms(shift),
        asks_whether_it_helped=stands and shift.ends_at <= now and can(visitor, P.SHIFT_CONFIRM, shift),
        reply=_reply(shift), keeps_the_list=keeps_the_list,
        may_call_off=keeps_the_list and stands and shift.starts_at > now,
    )  # fmt: skip


def _terms(shift: Shift) -> Markup:
    adults = gettext("adults only") if shift.adults_only else ""
    return joined(shift.place, adults, gettext("everyone is insured") if shift.insured else "")


def _reply(shift: Shift) -> str:
    if shift.met is None:
        return ""
    return gettext("You said: yes.") if shift.met else gettext("You said: no.")
