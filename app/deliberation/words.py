"""What was said, as it is drawn: on which side, by whom, in which circumstances."""

from typing import Any, NamedTuple

from markupsafe import Markup

from app.core.refusal import N_
from app.deliberation.models import Stance
from app.web import formats
from app.web.reader import gettext
from app.web.shapes import joined

SIDES = {
    Stance.FOR: N_("For"), Stance.AGAINST: N_("Against"), Stance.AMEND: N_("Change it"), Stance.COMMENT: N_("Comment"),
}  # fmt: skip


class Voice(NamedTuple):
    tone: str  # for | against | amend | plain
    meta: Markup


def voice_of(row: Any, *, named: bool) -> Voice:
    """`named`: names are for those signed in; an office speaks under its own."""
    meta = joined(
        gettext(SIDES[row.stance]), gettext("objection met") if row.met_at else "", row.label or (row.name if named else ""),
        "" if row.verified_at else gettext("not yet verified"), _reply(row), formats.as_date(row.created_at),
    )  # fmt: skip
    return Voice("plain" if row.stance is Stance.COMMENT else row.stance.value, meta)


def _reply(row: Any) -> str:
    if row.parent_taken_down:
        return gettext("reply to words that were taken down")
    return gettext("reply") if row.parent_id else ""
