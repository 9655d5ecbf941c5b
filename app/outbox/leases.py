"""Taking work on lease: the one way, for jobs and for messages.

What is due is leased in one transaction and done in a second one, so that a worker killed at any instant leaves it
either done or to be taken up when the lease runs out. Times may have been written by a machine whose clock was
ahead: a lease or a pause that ends later than any could is over.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from app.core import clock
from app.outbox.models import JobState
from tenants import across_communities, db


@dataclass(frozen=True)
class Terms:
    """How long one try may take, how often it is tried, and the pauses between: doubled up to the longest."""

    lease: timedelta
    tries: int
    first_pause: timedelta
    longest_pause: timedelta

    def pause(self, tries: int) -> timedelta:
        """How long to wait after the n-th try."""
        return min(self.first_pause * 2 ** min(tries - 1, 16), self.longest_pause)


def due(model: Any, terms: Terms) -> tuple[Any, ...]:
    """What waits and is due, or whose worker was lost. Two clocks may differ by a lease or a pause, not by more."""
    now = clock.now()
    paused_too_long = (model.tries > 0) & (model.due_at > now + 2 * terms.longest_pause)
    free = (model.state == JobState.WAITING) & or_(model.due_at <= now, paused_too_long)
    return (or_(free, lost(model, terms, JobState.RUNNING)),)


def lost(model: Any, terms: Terms, state: JobState) -> Any:
    """In this state under a lease that is over, or that no clock that goes right can have written."""
    now = clock.now()
    over = or_(model.leased_until < now, model.leased_until > now + 2 * terms.lease)
    return (model.state == state) & over


def claim(model: Any, terms: Terms, *which: Any) -> Any:
    """Lease the first that is due, in the present binding; the caller commits. None where nothing is free."""
    first = select(model.id).where(*due(model, terms), *which).order_by(model.due_at, model.id).limit(1)
    return db.session.scalars(
        update(model)
        .where(model.id == first.with_for_update(skip_locked=True).scalar_subquery())  # "=" asks once; IN may ask again
        .values(state=JobState.RUNNING, leased_until=clock.now() + terms.lease, tries=model.tries + 1)
        .returning(model)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def put_back(row: Any, terms: Terms, error: str, *, must: bool = False) -> dict[str, Any]:
    """What becomes of a try that failed: another one after a pause, or given up. `must`: never given up."""
    given_up = row.tries >= terms.tries and not must
    return {
        "state": JobState.FAILED if given_up else JobState.WAITING,
        "due_at": clock.now() + terms.pause(row.tries),
        "leased_until": None,
        "error": error,
    }


def communities_with_due(model: Any, terms: Terms, *which: Any) -> list[uuid.UUID]:
    """The communities in which something of this table is due."""
    with across_communities(f"{model.__tablename__} due") as session:
        return list(session.scalars(select(model.community_id).where(*due(model, terms), *which).distinct()))
