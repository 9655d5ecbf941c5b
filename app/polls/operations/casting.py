"""Casting a vote. The roll is made in roll.py, the votes are counted in closing.py."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import bindparam, exists, select, update

from app.access import Visitor
from app.community.models import Household
from app.core import clock, sealing
from app.core.refusal import N_, Refused
from app.polls import counting, roll
from app.polls.models import Elector, Poll, PollState
from app.polls.queries import unit_of
from tenants import db


def require_open(poll: Poll) -> None:
    """Refused before the opening, from the instant of the close on, and where the vote was called off or counted."""
    now = clock.now()
    if poll.state is not PollState.NOTICED or poll.closes_at <= now:
        raise Refused(N_("This vote is closed."))
    if poll.opens_at > now:
        raise Refused(N_("This vote has not opened yet."))


def choose(poll: Poll, choice: Sequence[str]) -> list[str]:
    """A choice that may be cast now, in the order of the options."""
    require_open(poll)
    return counting.check_choice(poll.rule, choice)


def cast(visitor: Visitor, poll: Poll, choice: Sequence[str], channel: str = "web") -> None:
    """Seal the choice into the elector's row; until the close it may be replaced.

    One UPDATE of one row, no time kept, nothing logged: what is stored says that and through whom a unit
    voted, never what. A household votes through its named representative, else through the first to vote;
    whoever is named later may replace what another cast before.
    """
    chosen = choose(poll, choice)
    if channel not in poll.rule["ballots"]:
        raise Refused(N_("This vote cannot be cast in that way."))
    if poll.roll_made_at is None:
        roll.make_roll(poll)
    member, unit = visitor.membership, unit_of(visitor, poll)
    me, known = member.id, poll.began_with(member.verified_since(poll.roll_made_at))
    assert poll.seal_public is not None
    sealed = sealing.close_envelope(poll.seal_public, counting.payload(chosen), counting.payload_length(poll.rule))
    values = {
        "poll": poll.id, "unit": unit, "me": me, "counts": member.counts, "envelope": sealed, "way": channel,
        "known": known,
    }  # fmt: skip
    if db.changed(_CAST, values) != 1:
        _say_why_not(poll, unit, me, known=known)


def _represented(*, by_me: bool) -> Any:
    """Whether the household has named someone: me, or another."""
    named = Household.representative_id == bindparam("me") if by_me else Household.representative_id != bindparam("me")
    here = Household.community_id == Elector.community_id, Household.id == Elector.unit_id
    return exists().where(*here, named)


# Built once: thousands may vote in the same minute. Of two adults at once, one finds no row left to take; of vote
# and count at once, the count waits for the vote, or the vote for the count and then finds the poll closed.
_CAST = (
    update(Elector)
    .where(Elector.poll_id == bindparam("poll"), Elector.unit_id == bindparam("unit"))
    .where(Elector.membership_id.is_(None) | (Elector.membership_id == bindparam("me")) | _represented(by_me=True))
    .where(~_represented(by_me=False))
    .where(Elector.lived_in.is_(False) | (Elector.lived_in == bindparam("known")))
    .where(
        select(Poll.id)
        .where(Poll.community_id == Elector.community_id, Poll.id == Elector.poll_id, Poll.state == PollState.NOTICED)
        .with_for_update(read=True, key_share=True)
        .exists()
    )
    .values(
        membership_id=bindparam("me"),
        sealed=bindparam("envelope"),
        channel=bindparam("way"),
        counts=bindparam("counts"),
    )
    .execution_options(synchronize_session=False)
)


def _say_why_not(poll: Poll, unit: Any, me: Any, *, known: bool) -> NoReturn:
    db.session.refresh(poll)
    require_open(poll)
    taken = select(Elector.membership_id, Elector.lived_in).where(Elector.poll_id == poll.id, Elector.unit_id == unit)
    row = db.session.execute(taken).one_or_none()
    if row is None:
        raise Refused(N_("You are not on the roll of this vote: it was made when the vote opened."), status=403)
    if row.lived_in and not known:
        raise Refused(
            N_("Others were verified behind your door when this vote opened: they cast its vote."), status=403
        )
    if row.membership_id not in (None, me):
        raise Refused(N_("Your household has voted already, through someone else of it."))
    raise Refused(N_("Your household has named someone else to vote for it."))
