"""By when something is due, in a word beside it."""

from datetime import datetime

from app.core import clock
from app.web.formats import as_due
from app.web.reader import gettext
from app.web.shapes import Tag


def due_tag(due: datetime | None) -> Tag | None:
    """None where nothing is due."""
    if due is None:
        return None
    return Tag(gettext("overdue"), "bad") if due < clock.now() else Tag(gettext("by %(day)s", day=as_due(due)), "warm")
