"""A vote in a line: of the list of votes, or under the item it is about."""

from typing import Any

from app.core.refusal import N_
from app.polls.words import phase
from app.web import formats
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.shapes import Row, joined

PHASES = {
    "drafted": N_("draft"), "coming": N_("coming"), "open": N_("open"), "closed": N_("being counted"),
    "published": N_("result"), "void": N_("void"),
}  # fmt: skip


def listed(poll: Any) -> Row:
    now = phase(poll)
    how = _closes(poll) if now in ("open", "coming") else _ended(poll)
    meta = joined(gettext("No. %(number)s", number=poll.number), how)
    tone = "warm" if now == "open" else "plain"
    return Row(poll.title, permalink("poll", poll.number), meta, gettext(PHASES[now]), tone)


def stands(poll: Any) -> str:
    """How it ended, or until when it goes on."""
    now = phase(poll)
    if now == "void":
        return gettext("void")
    if now == "closed":
        return gettext("closed %(when)s", when=formats.as_deadline(poll.closes_at))
    return _ended(poll) or _closes(poll)


def _closes(poll: Any) -> str:
    return gettext("closes %(when)s", when=formats.as_deadline(poll.closes_at))


def _ended(poll: Any) -> str:
    """Where something was decided."""
    if poll.passed is None:
        return ""
    return gettext("passed") if poll.passed else gettext("not passed")
