"""Signing in and out, and one's own page."""

from flask import Blueprint

from app.accounts.devices import machine

bp = Blueprint("accounts", __name__)
bp.add_app_template_filter(machine)


from app.accounts.views import consents, me, signing_in  # noqa: E402, F401  (their views are bp's)
