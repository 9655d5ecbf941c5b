"""What stands on the board."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.board.models import Notice
from tenants import db

_LATEST = (  # built once: every look at a home asks it
    select(Notice.number, Notice.title, Notice.kind, Notice.pinned, Notice.posted_at)
    .where(Notice.stands(), or_(Notice.until.is_(None), Notice.until > bindparam("now")))
    .order_by(Notice.pinned.desc(), Notice.number.desc())
    .limit(3)
)


_NEWER = (
    select(func.count())
    .select_from(Notice)
    .where(
        Notice.stands(),
        or_(Notice.until.is_(None), Notice.until > bindparam("now")),
        Notice.posted_at > bindparam("since"),
    )
)


NOTICES_COUNTED = select(func.count()).select_from(Notice)


def posted_since(since: datetime, now: datetime) -> int:
    """How many notices that still hold were posted after a time."""
    return int(db.rows(_NEWER, {"since": since, "now": now})[0][0])


def latest(now: datetime) -> list[Any]:
    """Pinned first, then the newest that still hold."""
    return db.rows(_LATEST, {"now": now})
