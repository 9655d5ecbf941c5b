"""The desk's pages about members, households, invitations, posts and settings."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/c/<slug>/desk")

from app.community.desk import (  # noqa: E402  (their views are bp's)
    household,  # noqa: F401
    households,  # noqa: F401
    invitations,  # noqa: F401
    members,  # noqa: F401
    parts,  # noqa: F401
    posts,  # noqa: F401
    roll,  # noqa: F401
    setup,  # noqa: F401
)
