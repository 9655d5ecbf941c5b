"""What was sent already: the same form of the same person, sent again, is led to what it made the first time."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tenants.database import db
from tenants.models import Submission

KEPT = timedelta(days=1)  # as long as a page may stay open before it is sent
FORGETS = 16  # of 256 submissions so many forget the older ones of the same person: keys are evenly spread

# Built once: every form that makes something asks them.
_KEY = ["community_id", "account_id", "key"]
_FIRST = {
    name: insert(Submission).on_conflict_do_nothing(index_elements=_KEY).returning(Submission.key)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_whose, _which = Submission.account_id == bindparam("whose"), Submission.key == bindparam("which")
_THEN = select(Submission.then).where(_whose, _which)
_LEADS = update(Submission).where(_whose, _which).values(then=bindparam("there"))
_FORGOTTEN = delete(Submission).where(_whose, Submission.at < bindparam("before"))


def claim(account_id: uuid.UUID, key: uuid.UUID, now: datetime, then: str = "") -> str | None:
    """None for what comes for the first time, else the address of what it made. `then` is that address, where it is
    known before anything is made.

    Two at once wait for each other: the second sees what the first committed, or goes first where that failed.
    """
    values = {"account_id": account_id, "key": key, "then": then, "at": now}
    if db.written(_FIRST["sqlite" if db.engines.is_sqlite else "postgresql"], values) is None:
        return db.session.scalar(_THEN, {"whose": account_id, "which": key})
    if key.bytes[0] < FORGETS:
        db.changed(_FORGOTTEN, {"whose": account_id, "before": now - KEPT})
    return None


def remember(account_id: uuid.UUID, key: uuid.UUID, then: str) -> None:
    """Say where a claimed submission leads."""
    db.changed(_LEADS, {"whose": account_id, "which": key, "there": then})
