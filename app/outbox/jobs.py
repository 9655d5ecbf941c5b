"""Doing the jobs of a community that are due, each in one transaction with its effects."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, update

from app.outbox.leases import Terms, claim, communities_with_due, put_back
from app.outbox.models import Job
from app.outbox.operations import HANDLERS, MUST
from tenants import db

TERMS = Terms(
    lease=timedelta(minutes=5), tries=5, first_pause=timedelta(minutes=2), longest_pause=timedelta(minutes=60)
)
log = logging.getLogger("gongzhi.worker")


def communities_with_due_jobs() -> list[uuid.UUID]:
    return communities_with_due(Job, TERMS)


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
        claimed: Job | None = claim(Job, TERMS)
        db.commit()
        return claimed


def _perform(community_id: uuid.UUID, job: Job) -> None:
    with db.as_community(community_id):
        this = Job.id == job.id
        try:
            HANDLERS[job.kind](**job.payload)
            db.session.execute(delete(Job).where(this))
            db.commit()
        except Exception as error:
            log.exception("job %s failed", job.kind)
            db.session.rollback()
            again = put_back(job, TERMS, type(error).__name__, must=job.kind in MUST)
            db.session.execute(update(Job).where(this).values(**again))
            db.commit()
