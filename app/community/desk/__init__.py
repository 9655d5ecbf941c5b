"""The desk's pages about members, households, invitations, posts and settings."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/c/<slug>/desk")

from app.community.desk import households, invitations, members, posts, setup  # noqa: E402, F401  (their views are bp's)
