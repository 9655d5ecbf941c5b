"""What the operator must know of jobs: which failed, and which people have been waiting for since longer than they should.

Read across communities; nothing is read of what a job is about but its kind.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select, update

from app.core import clock
from app.outbox.models import Job, JobState
from app.outbox.operations import MUST
from tenants import across_communities, db

LATE = timedelta(minutes=1)  # a worker that lives takes up a job within seconds


class Standing(NamedTuple):
    """One job that needs a look."""

    community_id: uuid.UUID
    id: uuid.UUID
    kind: str
    state: JobState
    due_at: datetime
    tries: int
    error: str | None


def failed() -> list[Standing]:
    """Jobs whose last try failed: given up, or to be tried again."""
    return _standing(Job.error.is_not(None))


def overdue() -> list[Standing]:
    """Closings, counts and rolls that should have been done: nobody took them up, or they failed."""
    return _standing(_overdue())


def _overdue() -> Any:
    late = and_(Job.state != JobState.FAILED, Job.due_at < clock.now() - LATE)
    return and_(Job.kind.in_(MUST), or_(late, Job.error.is_not(None)))


def _standing(which: Any) -> list[Standing]:
    columns = (Job.community_id, Job.id, Job.kind, Job.state, Job.due_at, Job.tries, Job.error)
    with across_communities("jobs that need the operator") as session:
        return [Standing(*row) for row in session.execute(select(*columns).where(which).order_by(Job.due_at, Job.id))]


def counts() -> dict[str, int]:
    """How many are waiting, failed and overdue."""
    due = and_(Job.state != JobState.FAILED, Job.due_at <= clock.now())
    columns = [func.count().filter(which) for which in (due, Job.error.is_not(None), _overdue())]
    with across_communities("jobs that need the operator") as session:
        found = tuple(session.execute(select(*columns).select_from(Job)).one())
    return dict(zip(("waiting", "failed", "overdue"), found, strict=True))


def try_again(job: Standing) -> None:
    """Due now, with as many tries as a new one. Commits."""
    with db.as_community(job.community_id):
        fresh = {"state": JobState.WAITING, "due_at": clock.now(), "tries": 0, "leased_until": None}
        db.session.execute(update(Job).where(Job.id == job.id).values(**fresh))
        db.commit()
