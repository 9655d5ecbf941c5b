"""Telling members something, in the transaction of what happened."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, select, update

from app.core import clock
from app.notifications import deliveries
from app.notifications.kinds import KINDS, Kind
from app.notifications.models import DeliveryChoice, Notification
from app.notifications.policy import POLICY, Topic
from tenants import db
from tenants.columns import new_id
from tenants.locks import lock_or_make


def tell(kind: Kind, membership_ids: Iterable[uuid.UUID], number: int | None = None, **values: Any) -> None:
    """Put a line into the inbox of each member named, once each. `values` fill the kind's words.

    Never put into `values` what the reader may not see: who rated, who reported, how someone voted.
    """
    now = clock.now()
    rows = [
        {
            "id": new_id(), "membership_id": membership_id, "kind": kind.name, "subject_number": number,
            "values": values, "created_at": now,
        }
        for membership_id in dict.fromkeys(membership_ids)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Notification), rows)
        deliveries.queue(kind, rows)


def tell_until_read(kind: Kind, membership_id: uuid.UUID, number: int, **values: Any) -> None:
    """The same of what comes again and again: while a line of it waits to be read, no second one is put beside it."""
    waits = select(Notification.id).where(
        Notification.membership_id == membership_id, Notification.kind == kind.name,
        Notification.subject_number == number, Notification.read_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(waits.limit(1)) is None:
        tell(kind, [membership_id], number, **values)


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


def read_one(line: Notification) -> None:
    """The member has opened this line."""
    line.read_at = line.read_at or clock.now()


def wishes(membership_id: uuid.UUID) -> dict[tuple[Topic, str], bool]:
    """What holds for a member, by topic and channel: the policy, and over it what was chosen."""
    rows = db.session.scalars(select(DeliveryChoice).where(DeliveryChoice.membership_id == membership_id))
    chosen = {(row.topic, row.channel): row.wanted for row in rows}
    return {(topic, name): on for topic, ways in POLICY.items() for name, on in ways.items()} | chosen


def choose(membership_id: uuid.UUID, wanted: Mapping[tuple[Topic, str], bool]) -> None:
    """Keep a member's wishes; they hold from the next line on."""
    for (topic, channel), on in wanted.items():
        key = {"membership_id": membership_id, "topic": topic, "channel": channel}
        lock_or_make(DeliveryChoice, {"community_id": db.community_id, **key}, {"wanted": on})
