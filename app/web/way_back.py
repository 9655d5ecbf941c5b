"""Back to where somebody was. What a form was sent to is often no page: then to the one it lies under."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def page_before() -> str | None:
    """The page that this request was sent from, as an address that can be opened; None where nobody says."""
    before = urlsplit(request.referrer or "")
    path = before.path.removeprefix(request.script_root)
    if _opens(path):
        return request.script_root + path + (f"?{before.query}" if before.query else "")
    while path := path.rstrip("/").rpartition("/")[0]:
        if page := next((address for address in (path, path + "/") if _opens(address)), None):
            return request.script_root + page
    return None


def _opens(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return path.startswith("/")
