"""Telling members something, in the transaction of what happened."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, insert, select, update

from app.core import clock
from app.notifications.kinds import KINDS, Kind
from app.notifications.models import Notification
from tenants import db


def tell(kind: Kind, membership_ids: Iterable[uuid.UUID], number: int | None = None, **values: Any) -> None:
    """Put a line into the inbox of each member named, once each. `values` fill the kind's words.

    Never put into `values` what the reader may not see: who rated, who reported, how someone voted.
    """
    now = clock.now()
    rows = [
        {"membership_id": one, "kind": kind.name, "subject_number": number, "values": values, "created_at": now}
        for one in dict.fromkeys(membership_ids)
    ]
    if rows:
        db.session.execute(insert(Notification), rows)


def withhold(about: str, number: int, *, back: bool = False) -> None:
    """What all were told about a text that was taken down keeps its words to itself, until the text comes back."""
    names = [kind.name for kind in KINDS.values() if kind.about == about]
    lines = update(Notification).where(Notification.kind.in_(names), Notification.subject_number == number)
    db.session.execute(lines.values(withheld=not back).execution_options(synchronize_session=False))


def unread(membership_id: uuid.UUID) -> int:
    """How many lines of an inbox were not opened yet."""
    query = select(func.count()).select_from(Notification)
    mine = query.where(Notification.membership_id == membership_id, Notification.read_at.is_(None))
    return db.session.scalar(mine) or 0


def read_all(membership_id: uuid.UUID) -> None:
    """The member has looked at the inbox."""
    db.session.execute(
        update(Notification)
        .where(Notification.membership_id == membership_id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )
