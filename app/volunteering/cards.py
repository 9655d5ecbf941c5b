"""What volunteering puts on shared pages: shifts with a free place, and one's own."""

from datetime import datetime

from app.access import Visitor
from app.core.shared_pages import Card, Line, Mine
from app.volunteering import queries
from app.volunteering.models import Shift
from app.web import formats
from app.web.permalinks import permalink
from app.web.reader import gettext, ngettext
from tenants import db

NEWEST = 5


def free_shifts(visitor: Visitor, now: datetime) -> list[Card]:
    """Those who wait to be verified may look; the shift says from when they can sign up."""
    button = gettext("Look at it") if visitor.is_waiting else gettext("I will help")
    return [
        Card(
            shift.title, button, permalink("shift", shift.number),
            (shift.place, formats.as_datetime(shift.starts_at), _free(shift.places - shift.taken)), small=True,
        )
        for shift in queries.free_shifts(now)
    ]  # fmt: skip


def _free(places: int) -> str:
    return ngettext("%(num)d place free", "%(num)d places free", places)


def mine(visitor: Visitor) -> Mine:
    rows = db.session.execute(queries.mine(visitor.membership.id).order_by(Shift.number.desc()).limit(NEWEST))
    lines = [
        Line(row.title, permalink("shift", row.number), (row.place, formats.as_datetime(row.starts_at))) for row in rows
    ]
    return Mine(gettext("Shifts"), lines, "volunteering.index", {"show": "mine"})
