"""Doing the jobs of a community that are due.

A job is leased in one transaction and done in a second one together with its effects, so that a worker
killed at any instant leaves it either done or to be done again when the lease runs out.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from app.core import clock
from app.outbox.models import Job, JobState
from app.outbox.operations import HANDLERS, MUST
from tenants import across_communities, db

LEASE = timedelta(minutes=5)
TRIES = 5
LONGEST_WAIT = 60  # minutes until the next try; before that it doubles
log = logging.getLogger("gongzhi.worker")


def communities_with_due_jobs() -> list[uuid.UUID]:
    with across_communities("jobs due") as session:
        return list(session.scalars(select(Job.community_id).where(*_due()).distinct()))


def _due() -> tuple[Any, ...]:
    now = clock.now()
    lost = (Job.state == JobState.RUNNING) & (Job.leased_until < now)
    return Job.due_at <= now, or_(Job.state == JobState.WAITING, lost)


def run_jobs(community_id: uuid.UUID, say: Callable[[str], object] = str) -> int:
    """A community's due jobs, one after another, until none is left or another worker has them."""
    done = 0
    while (job := _claim(community_id)) is not None:
        say(f"{job.kind} in {community_id}")
        _perform(community_id, job)
        done += 1
    return done


def _claim(community_id: uuid.UUID) -> Job | None:
    with db.as_community(community_id):
        first = select(Job.id).where(*_due()).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
        claimed = db.session.scalars(
            update(Job)
            .where(Job.id == first.scalar_subquery())  # "=" asks once; IN may be asked again a row
            .values(state=JobState.RUNNING, leased_until=clock.now() + LEASE, tries=Job.tries + 1)
            .returning(Job)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        db.commit()
        return claimed


def _perform(community_id: uuid.UUID, job: Job) -> None:
    with db.as_community(community_id):
        try:
            HANDLERS[job.kind](**job.payload)
            db.session.execute(delete(Job).where(Job.id == job.id))
            db.commit()
        except Exception as error:
            log.exception("job %s failed", job.kind)
            db.session.rollback()
            _put_back(job, error)
            db.commit()


def _put_back(job: Job, error: Exception) -> None:
    given_up = job.tries >= TRIES and job.kind not in MUST
    later = clock.now() + timedelta(minutes=min(2**job.tries, LONGEST_WAIT))
    _mark(job, state=JobState.FAILED if given_up else JobState.WAITING, due_at=later, error=type(error).__name__)


def _mark(job: Job, **values: Any) -> None:
    db.session.execute(update(Job).where(Job.id == job.id).values(leased_until=None, **values))
