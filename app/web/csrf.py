"""Every POST carries a token of its session (CSRF); choosing how one reads needs none, so strangers need no session.

Nor do the demo's role cards: nobody real is behind them, and they work again and again, in two tabs at once. What needs
no token is taken from our own pages alone, as the browser says where it comes from.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect

from app.core.refusal import N_, Refused

protect = CSRFProtect()


def without_token(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose POST needs no token; it is taken from our own pages alone."""
    view.without_token = True  # type: ignore[attr-defined]  # read below
    protect.exempt(view)
    return view


def init_app(app: Flask) -> None:
    protect.init_app(app)
    app.before_request(_refuse_other_sites)


def _refuse_other_sites() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "without_token", False) and _from_elsewhere():
        raise Refused(N_("This came from another site. Please open the page here and choose again."), status=403)


def _from_elsewhere() -> bool:
    """Every browser of today says `Sec-Fetch-Site`; older ones say at least the origin. Neither: no browser sent it."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    ours = {request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc}
    return origin is not None and urlsplit(origin).netloc not in ours
