"""Finding a community among all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, or_, select

from tenants import db
from tenants.models import Community, Region
from tenants.provisioning import place_name
from tenants.text import sought


def communities_found_by(words: str) -> Sequence[Any]:
    """(slug, name, region, since when it is open) of the first 21; those that are named so before those that lie in a region named so."""
    named = Community.found_by.contains(sought(place_name(words)), autoescape=True)
    above = Region.found_by.contains(sought(words), autoescape=True)
    return db.session.execute(
        select(Community.slug, Community.name, Region.name.label("region"), Community.opened_at)
        .join(Region, Region.id == Community.region_id)
        .where(Community.closed_at.is_(None), or_(named, above))
        .order_by(case((named, 0), else_=1), Community.found_by, Community.id)
        .limit(21)
    ).all()
