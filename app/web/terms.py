"""The words of the bound community's or region's profile, in the reader's language."""

from flask import Flask

from app.core import profiles
from app.web.community_or_region import community_or_region
from app.web.reader import reader


def term(key: str) -> str:
    """A word of the profile in force: "居委会" or "committee"."""
    return reader().term(key)


def in_force() -> str:
    """The profile of the community or region that is bound."""
    return profiles.name_of(community_or_region())


def init_app(app: Flask) -> None:
    app.jinja_env.globals["term"] = term
