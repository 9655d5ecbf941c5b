"""A line in words, the same in the inbox and in every message: no message reveals what the inbox would not."""

from app.notifications.kinds import KINDS
from app.notifications.models import Notification
from app.web.reader import gettext


def words(line: Notification) -> str:
    """In the language in force."""
    known = KINDS.get(line.kind)
    if line.withheld:
        return gettext("Something you were told about was taken down.")
    return gettext(known.words, number=line.subject_number, **line.values) if known else line.kind
