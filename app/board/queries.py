"""What stands on the board."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.board.models import Notice
from tenants import db


def latest(now: datetime, limit: int = 3) -> list[Any]:
    """Pinned first, then the newest that still hold."""
    query = (
        select(Notice.number, Notice.title, Notice.kind, Notice.pinned, Notice.posted_at)
        .where(Notice.stands(), or_(Notice.until.is_(None), Notice.until > now))
        .order_by(Notice.pinned.desc(), Notice.number.desc())
        .limit(limit)
    )
    return list(db.session.execute(query).all())
