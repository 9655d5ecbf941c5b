"""The roll of a vote: made and frozen when it opens."""

import uuid

from sqlalchemy import insert, select

from app.community.scope import count_households
from app.core import clock
from app.outbox.operations import handler
from app.polls import queries
from app.polls.models import Elector, Poll, PollState
from tenants import db


@handler("polls.open", must=True)
def open_roll(poll_id: str) -> None:
    """At the opening: the roll is made and frozen."""
    poll = locked(poll_id)
    if poll.state is PollState.NOTICED and poll.roll_made_at is None:
        make_roll(poll)


def locked(poll_id: str) -> Poll:
    return db.session.scalars(select(Poll).where(Poll.id == uuid.UUID(poll_id)).with_for_update()).one()


def make_roll(poll: Poll) -> None:
    """One row for every unit that may vote, frozen with the people verified by then. Two at once: one makes it.

    Behind a door where nobody was verified, whoever is verified until the close votes.
    """
    db.session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    if db.session.scalar(select(Elector.id).where(Elector.poll_id == poll.id).limit(1)) is None:
        lived_in = set(db.session.scalars(queries.lived_in()))
        fixed = {"poll_id": poll.id, "unit_kind": poll.unit_kind}
        rows = [
            {**fixed, "unit_id": unit, "household_id": home, "grid_id": grid, "lived_in": home in lived_in}
            for unit, home, grid in db.session.execute(queries.roll(poll.unit_kind, poll.scope))
        ]
        if rows:
            db.session.execute(insert(Elector), rows)
        poll.units, poll.households = len(rows), count_households(poll.scope)
    poll.roll_made_at = clock.now()
    db.session.flush()  # the vote that follows in this transaction finds its row
