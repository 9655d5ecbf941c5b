"""The reader's own part in a vote: whose voice is theirs, whether it was heard, and what they may do now."""

import enum
from dataclasses import dataclass
from typing import Any

from app.access import Member, Visitor
from app.polls import queries
from app.polls.models import Poll, UnitKind


class Part(enum.StrEnum):
    """Each is a file of templates/polls/ballot."""

    STRANGER = "stranger"  # not signed in
    PENDING = "pending"  # waits to be verified
    ORGANISATION = "organisation"  # speaks for one, and does not live here
    OUTSIDER = "outsider"  # no verified adult who lives here
    OFF_ROLL = "off_roll"  # not among those whose matter it is, or came after the opening
    CAME_LATER = "came_later"  # of a household whose other adults were verified when the vote opened
    OTHER_VOTED = "other_voted"  # someone else of the household has
    OTHER_NAMED = "other_named"  # the household has named someone else
    MAY_REPLACE = "may_replace"  # named after someone else had voted
    MAY_CHANGE = "may_change"  # has voted
    MAY_VOTE = "may_vote"


@dataclass(frozen=True)
class MyPart:
    """The reader's part, and whose names stand beside it."""

    part: Part
    voter: str = ""  # through whom the household has voted
    door: tuple[str, ...] = ()  # of the household whose vote one casts


def my_part(visitor: Visitor, poll: Poll, *, may_vote: bool) -> MyPart:
    """Of an open vote. `may_vote`: holds the permission; whether this vote is theirs is looked up here."""
    if not visitor.is_signed_in:
        return MyPart(Part.STRANGER)
    if not may_vote:
        return MyPart(_outside(visitor))
    row = queries.my_row(visitor, poll)
    if row is None:
        return MyPart(Part.OFF_ROLL if poll.roll_made_at else Part.MAY_VOTE)
    door = tuple(filter(None, (row.building, row.unit, row.room))) if poll.unit_kind is UnitKind.HOUSEHOLD else ()
    return MyPart(_part(visitor.membership, poll, row), row.name or "", door)


def _outside(visitor: Visitor) -> Part:
    if visitor.is_waiting:
        return Part.PENDING
    return Part.ORGANISATION if visitor.holds("organisation_seat") else Part.OUTSIDER


def _part(member: Member, poll: Poll, row: Any) -> Part:
    me, named = member.id, row.representative_id if poll.unit_kind is UnitKind.HOUSEHOLD else None
    if row.membership_id == me:
        return Part.MAY_CHANGE if named in (None, me) else Part.OTHER_NAMED
    if row.membership_id is not None and named != me:
        return Part.OTHER_VOTED
    if row.lived_in and not poll.began_with(member.verified_since(poll.roll_made_at)):
        return Part.CAME_LATER
    if row.membership_id is not None:
        return Part.MAY_REPLACE
    return Part.MAY_VOTE if named in (None, me) else Part.OTHER_NAMED
