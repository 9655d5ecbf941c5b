"""Things that can be had, and one's own."""

import uuid
from datetime import datetime
from typing import Any

from app.lending.models import Thing
from sqlalchemy import Select, select

from app.access import Visitor
from tenants import db


def to_have(now: datetime) -> list[Thing]:
    return list(db.session.scalars(select(Thing).where(Thing.stands(), Thing.back_by_at > now).limit(3)))


def lent_by(membership_id: uuid.UUID) -> list[Thing]:
    return list(db.session.scalars(select(Thing).where(Thing.author_id == membership_id).limit(5)))


def out(_visitor: Visitor) -> Select[*tuple[Any, ...]]:
    return select(Thing).where(Thing.stands())
