"""What was sent already: the same form of the same person, sent again, is led to what it made the first time."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tenants.database import db
from tenants.models import Submission

KEPT = timedelta(days=1)  # as long as a page may stay open before it is sent


def claim(account_id: uuid.UUID, key: uuid.UUID, now: datetime) -> str | None:
    """None for what comes for the first time, else the address of what it made.

    Two at once wait for each other: the second sees what the first committed, or goes first where that failed.
    """
    dialect = sqlite if db.engines.is_sqlite else postgresql
    first = dialect.insert(Submission).on_conflict_do_nothing(index_elements=["community_id", "account_id", "key"])
    values = {"account_id": account_id, "key": key, "then": "", "at": now}
    if db.session.execute(first.returning(Submission.key), values).scalar() is not None:
        return None
    return db.session.scalar(select(Submission.then).where(Submission.account_id == account_id, Submission.key == key))


def remember(account_id: uuid.UUID, key: uuid.UUID, then: str, now: datetime) -> None:
    """Say where a claimed submission leads; those of the same person from before yesterday are forgotten."""
    mine = Submission.account_id == account_id
    db.session.execute(update(Submission).where(mine, Submission.key == key).values(then=then))
    db.session.execute(delete(Submission).where(mine, Submission.at < now - KEPT))
