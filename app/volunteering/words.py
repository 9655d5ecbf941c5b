"""Shifts in the reader's language: a line of a list, who came, how long one has helped."""

from typing import Any

from app.volunteering.models import SignUp, SignUpState
from app.web import formats
from app.web.formats import as_number
from app.web.permalinks import permalink
from app.web.reader import gettext, ngettext
from app.web.shapes import Row, Tag, joined

HOUR = 3600


def listed(shift: Any, *, show: str) -> Row:
    """One line of a list; what is ahead stands under its day, so its line says the hours alone."""
    ahead = show == "ahead"
    begins = (formats.as_time if ahead else formats.as_datetime)(shift.starts_at)
    meta = joined(f"{begins}–{formats.as_end(shift.ends_at)}", shift.place)
    tone = "good" if ahead and shift.taken < shift.places else "plain"
    return Row(shift.title, permalink("shift", shift.number), meta, _state(shift, show), tone)


def _state(shift: Any, show: str) -> str:
    if shift.cancelled_at is not None:
        return gettext("called off")
    if show == "mine":
        return _mine(shift.my_state)
    return "" if show == "past" else _free(shift.places - shift.taken)


def _free(places: int) -> str:
    return ngettext("%(num)d place free", "%(num)d places free", places) if places else gettext("full")


def _mine(state: SignUpState) -> str:
    if state is SignUpState.CONFIRMED:
        return gettext("you are signed up")
    return gettext("you were there") if state is SignUpState.ATTENDED else gettext("you were not there")


def came(sign_up: SignUp, *, to_organiser: bool) -> Tag | None:
    """An absence is shown to the organiser alone."""
    if sign_up.state is SignUpState.ATTENDED:
        return Tag(gettext("came"), "good")
    if sign_up.state is SignUpState.ABSENT and to_organiser:
        return Tag(gettext("did not come"))
    return None


def helped(seconds: float | None) -> str:
    """How long one has helped; "" where that is not at all."""
    hours = round((seconds or 0) / HOUR, 1)
    if not hours:
        return ""
    return ngettext(
        "You have helped for %(hours)s hour so far. Only you see this.",
        "You have helped for %(hours)s hours so far. Only you see this.",
        1 if hours == 1 else 2, hours=as_number(hours),
    )  # fmt: skip
