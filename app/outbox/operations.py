"""Asking for work after the commit, and the registry of those who do it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.core import clock
from app.outbox.models import Job
from tenants import db

Handler = Callable[..., None]
HANDLERS: dict[str, Handler] = {}
MUST: set[str] = set()  # kinds of jobs that are tried until they are done


def handler(kind: str, *, must: bool = False) -> Callable[[Handler], Handler]:
    """Register what does a kind of job. It runs with the job's community bound, gets the payload as
    arguments, never commits (the worker does), and must be idempotent: a lease may expire.
    `must`: people wait for it, so that the worker never gives it up."""

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        if must:
            MUST.add(kind)
        return function

    return register


def enqueue(kind: str, due_at: datetime | None = None, **payload: Any) -> Job:
    """Write a job in the present transaction: it exists exactly if what asked for it does."""
    job = Job(kind=kind, payload=_json(payload), due_at=due_at or clock.now())
    db.session.add(job)
    return job


def _json(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in payload.items()}
