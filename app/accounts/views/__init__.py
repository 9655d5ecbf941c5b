"""Signing in and out, and one's own page."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)


from app.accounts.views import me, signing_in  # noqa: E402, F401  (their views are bp's)
