"""The list of bodies of a region: those that communities below may pass a matter on to."""

import uuid
from datetime import datetime

from sqlalchemy import select

from tenants.database import db
from tenants.models import Body, BodyKind, Region


def above(region_path: str) -> list[Body]:
    """Bodies on the lists of the regions a path leads through, those nearest first."""
    codes = region_path.strip("/").split("/")
    query = select(Body).join(Region, Region.id == Body.region_id)
    query = query.where(Region.code.in_(codes), Body.until.is_(None))
    return list(db.session.scalars(query.order_by(Region.level.desc(), Body.name, Body.id)))


def of_region(region: Region) -> list[Body]:
    """A region's own list."""
    query = select(Body).where(Body.region_id == region.id, Body.until.is_(None))
    return list(db.session.scalars(query.order_by(Body.name, Body.id)))


def ids_of_region(region: Region) -> list[uuid.UUID]:
    """Of every body of its list, those that have ended too: what was passed on to them still waits for an answer."""
    return list(db.session.scalars(select(Body.id).where(Body.region_id == region.id)))


def add(region: Region, code: str, name: str, kind: BodyKind, now: datetime) -> Body:
    """Put a body on the list; the same code, whatever its case, names the same body, also after it had ended."""
    code = code.lower()
    known = db.session.scalar(select(Body).where(Body.region_id == region.id, Body.code == code).with_for_update())
    body = known or Body(region_id=region.id, code=code, since=now)
    body.name, body.kind, body.until = name, kind, None
    db.session.add(body)
    db.session.flush()  # of two at once the second finds it there
    return body


def end(body: Body, now: datetime) -> None:
    """Nothing more is passed on to it; what was stays with it."""
    body.until = now
