"""Signing in and out, and one's own page."""

from urllib.parse import urlsplit

from flask import Blueprint

from app.web.permalinks import permalink

bp = Blueprint("accounts", __name__)


def safe_address(address: str | None) -> str:
    """Only addresses of this instance are led to."""
    parts = urlsplit(address or "")
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and not parts.netloc and not parts.scheme else permalink("landing")  # type: ignore[return-value]  # inside is false without one


from app.accounts.views import me, signing_in  # noqa: E402, F401  (their views are bp's)
