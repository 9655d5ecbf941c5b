"""Things that can be had, and one's own."""

import uuid
from datetime import datetime

from app.lending.models import Thing
from sqlalchemy import select

from tenants import db


def to_have(now: datetime) -> list[Thing]:
    return list(db.session.scalars(select(Thing).where(Thing.stands(), Thing.back_by_at > now).limit(3)))


def lent_by(membership_id: uuid.UUID) -> list[Thing]:
    return list(db.session.scalars(select(Thing).where(Thing.author_id == membership_id).limit(5)))


OUT = select(Thing).where(Thing.stands())
