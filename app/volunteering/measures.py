"""What volunteering offers the score: C1 people who came, C2 places filled, C3 shifts confirmed (docs/score.md)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from app.core.measure import Measure
from app.volunteering.models import Shift, ShiftKind, SignUp, SignUpState

COUNTED = (Shift, SignUp)
PLACES_A_MONTH = 3  # of one person: a few willing people must not carry the figure alone


def _helping(_now: datetime) -> Select[*tuple[Any, ...]]:
    """(community_id, grid_id, unit_id, quarter): adults who came to a shift, marked by its organiser."""
    columns = SignUp.community_id, SignUp.grid_id, SignUp.membership_id.label("unit_id"), SignUp.quarter
    return select(*columns).join(Shift, _of_shift()).where(*_came(), Shift.counts_still())


def _of_shift() -> Any:
    return (Shift.community_id == SignUp.community_id) & (Shift.id == SignUp.shift_id)


def _came() -> tuple[Any, ...]:
    """Those in office, minors and the organiser give no credit, also where they did come."""
    return SignUp.state == SignUpState.ATTENDED, SignUp.counts.is_(True)


def _held(now: datetime) -> tuple[Any, ...]:
    return (
        Shift.kind == ShiftKind.SHIFT,
        Shift.ends_at <= now,
        Shift.cancelled_at.is_(None),
        Shift.counts_still(),
    )


def _filled(now: datetime) -> Select[*tuple[Any, ...]]:
    """Places needed, and of these the ones where someone came: three of a person and month at most."""
    came = (
        select(
            SignUp.community_id, SignUp.quarter,
            func.row_number().over(
                partition_by=(SignUp.community_id, SignUp.membership_id, SignUp.month), order_by=SignUp.id
            ).label("rank"),
        )
        .join(Shift, _of_shift())
        .where(*_came(), *_held(now))
        .subquery()
    )  # fmt: skip
    filled = select(
        came.c.community_id, came.c.quarter, literal(1).label("numerator"), literal(0).label("denominator")
    ).where(came.c.rank <= PLACES_A_MONTH)
    needed = select(
        Shift.community_id, Shift.quarter, literal(0).label("numerator"), Shift.places.label("denominator")
    ).where(*_held(now))
    both = union_all(filled, needed).subquery()
    return select(both.c.community_id, both.c.quarter, both.c.numerator, both.c.denominator)


def _confirmed(now: datetime) -> Select[*tuple[Any, ...]]:
    """Shifts held, and of these the ones the receiving side confirmed: a resident, never the organiser."""
    word = Shift.met.is_(True) & Shift.met_counts.is_(True) & (Shift.receiver_id != Shift.organiser_id)
    met = case((word, 1), else_=0)
    return select(Shift.community_id, Shift.quarter, met.label("numerator"), literal(1).label("denominator")).where(
        *_held(now)
    )


MEASURES = (
    Measure("adults_helping", _helping), Measure("places_filled", _filled), Measure("shifts_confirmed", _confirmed),
)  # fmt: skip
