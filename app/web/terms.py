"""The words of the bound community's or region's profile, in the reader's language."""

from typing import Any

from flask import Flask, g

from app.core import profiles
from app.web.reader import language
from tenants import db
from tenants.models import Community


def term(key: str) -> str:
    """A word of the profile in force: "居委会" or "committee"."""
    return profiles.word(_bound(), key, language())


def in_force() -> str:
    """The profile of the community or region that is bound."""
    return profiles.name_of(_bound())


def _bound() -> Any:
    """Of the page that is drawn; where a message is made outside of any, the community that is bound."""
    place = g.get("community") or g.get("region")
    if place is None and db.is_in_a_community:
        return db.session.get_one(Community, db.community_id)
    return place


def init_app(app: Flask) -> None:
    app.jinja_env.globals["term"] = term
