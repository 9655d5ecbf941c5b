"""Decisions in the reader's language."""

from app.moderation.models import Appeal
from app.web.formats import as_due
from app.web.reader import gettext


def appealed(appeal: Appeal | None) -> str:
    """What became of an appeal, in a word; "" where there is none."""
    if appeal is None:
        return ""
    if appeal.upheld is None:
        return gettext("appealed")
    return gettext("upheld") if appeal.upheld else gettext("restored")


def appeal_line(appeal: Appeal) -> str:
    """What its author reads: by when it is decided, then why it was decided so."""
    if appeal.upheld is None:
        return gettext("Appealed; to be decided by %(day)s", day=as_due(appeal.due_at))
    return appeal.reason
