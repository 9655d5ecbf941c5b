"""The community or region whose page is drawn; where words are made outside of any page, the community that is bound."""

from typing import Any

from flask import g

from tenants import db
from tenants.models import Community


def community_or_region() -> Any:
    return g.get("community") or g.get("region") or bound_community()


def bound_community() -> Any:
    """The community that is bound, outside of any page; None where none is."""
    return db.session.get_one(Community, db.community_id) if db.is_in_a_community else None
