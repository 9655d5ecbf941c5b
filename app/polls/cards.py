"""What polls put on today's page: the votes one can cast."""

import uuid
from datetime import datetime
from typing import Any

from app.access import Member, Visitor, can
from app.core.shared_pages import Card
from app.polls import queries
from app.polls.models import UnitKind, known_by
from app.polls.permissions import P
from app.web import formats
from app.web.permalinks import permalink
from app.web.reader import gettext


def open_polls(visitor: Visitor, now: datetime) -> list[Card]:
    """The first to close on top."""
    member = visitor.membership
    units = [unit for unit in (member.household_id, member.id) if unit] if member else []
    polls = queries.open_polls(now, units)
    rows = queries.rows_of([poll.id for poll in polls], units) if units else {}
    only_looks = visitor.is_signed_in and not can(visitor, P.POLL_VOTE)
    return [_card(poll, rows.get(poll.id), member, only_looks) for poll in polls]


def _card(poll: Any, row: Any, member: Member | None, only_looks: bool) -> Card:
    voter, me = row.membership_id if row is not None else None, member.id if member is not None else None
    only_looks = only_looks or (voter is None and _came_later(poll, row, member))
    button, part = (gettext("Look at it"), None) if only_looks else _part(voter, me)
    unit = gettext("one vote a household") if poll.unit_kind is UnitKind.HOUSEHOLD else gettext("one vote a person")
    closes = gettext("closes %(when)s", when=formats.as_deadline(poll.closes_at))
    href = permalink("poll", poll.number)
    return Card(
        poll.title,
        button,
        href,
        (unit, part),
        tag=closes,
        tone="warm",
        waits=voter is None and not only_looks,
        kind="poll",
    )


def _came_later(poll: Any, row: Any, member: Member | None) -> bool:
    """Whether others of the household were verified when the vote opened, and alone cast its vote."""
    if row is None or member is None or not row.lived_in:
        return False
    return not known_by(member.verified_at, poll.roll_made_at)


def _part(voter: uuid.UUID | None, me: uuid.UUID | None) -> tuple[str, str | None]:
    """The button, and what this reader's unit has done already."""
    if voter is None:
        return gettext("Vote"), None
    if voter == me:
        return gettext("Change my vote"), gettext("you have voted; you can change it")
    return gettext("Look at it"), gettext("your household has voted, through someone else of it")
