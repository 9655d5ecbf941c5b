"""What was promised about an item or by a vote: found, or made as a row where a test begins there."""

from datetime import timedelta

from sqlalchemy import select

from app.commitments.models import Commitment, Origin
from app.core import clock
from tenants import db


def promise_of(make, community, subject):
    """What was promised last about it."""
    with make.inside(community):
        query = select(Commitment).where(Commitment.subject_id == subject.id).order_by(Commitment.number.desc())
        return db.session.scalars(query.limit(1)).one()


def promised(make, community, item, **given):
    """A promise about an item, due tomorrow unless told otherwise."""
    values = {
        "what": item.title, "subject_kind": item.__tablename__, "subject_id": item.id, "subject_number": item.number,
        "author_id": item.author_id, "author_household_id": item.author_household_id, "author_counts": item.author_counts,
        "one_persons": item.kind == "request", "private": item.private, "origin": Origin.ANSWER,
        "due_at": clock.now() + timedelta(days=1),
    }  # fmt: skip
    return make.row(Commitment, community, **values | given)
