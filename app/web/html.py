"""What templates are drawn with, fragments for htmx, and the headers of every answer."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX

from app import access
from app.core import clock
from app.core.ids import dom_id, id_text
from app.web import formats
from app.web.addresses import IdConverter
from app.web.due import due_tag
from app.web.language import other
from app.web.paging import next_page
from app.web.permalinks import permalink
from app.web.reader import language
from app.web.shapes import joined

htmx = HTMX()


def changed(fragment: str, then: str, **context: Any) -> ResponseReturnValue:
    """After a change: htmx gets the fragment, a plain browser is sent to `then`."""
    if htmx:
        return render_template(fragment, **context)
    return redirect(then, 303)


def init_app(app: Flask) -> None:
    htmx.init_app(app)
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.filters.update(
        date=formats.as_date, day=formats.as_day, due=formats.as_due, swaps_note=formats.swaps_note, deadline=formats.as_deadline, time=formats.as_time, end=formats.as_end, phones=formats.as_phones, address=formats.as_address, datetime=formats.as_datetime,
        money=formats.as_money, quarter=formats.as_quarter, joined=joined, number=formats.as_number, b32=id_text, iso=formats.as_iso,
    )  # fmt: skip
    app.jinja_env.globals.update(
        can=access.can, permalink=permalink, lines=formats.as_lines, dom_id=dom_id, asset=_asset_finder(app),
        next_page=next_page, now=clock.now, due_tag=due_tag,
    )  # fmt: skip
    app.context_processor(_common)
    app.after_request(_headers)


def _common() -> dict[str, Any]:
    visitor = g.get("visitor") or access.Visitor()
    return {
        "community": g.get("community"),
        "visitor": visitor,
        "unread": visitor.unread,
        "demo": g.community.is_demo if g.get("community") is not None else _is_demo(visitor),
        "locale": language(),
        "other_locale": other(language()),
        "current_section": _section(),
    }


SECTIONS = {
    "proposals": "proposals",
    "deliberation": "proposals",
    "polls": "proposals",
    "volunteering": "volunteering",
    "accounts": "me",
}


def _section() -> str:
    """The place of the bar under which a page lies, where its view does not say: the desk has all that works there."""
    if request.path.startswith(f"/c/{g.get('slug')}/desk"):
        return "desk"
    return SECTIONS.get(request.blueprint or "", "home")


def _is_demo(visitor: access.Visitor) -> bool:
    """Pages of a region are marked too while an invented person looks at them."""
    return visitor.account is not None and visitor.account.is_demo


def _asset_finder(app: Flask) -> Any:
    """`asset("style.css")`: its address with a fingerprint, so that browsers may keep it for a year."""
    known: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in known or app.debug:
            file = Path(app.static_folder or "") / name
            mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.exists() else "missing"
            known[name] = f"/static/{name}?v={mark}"
        return known[name]

    return asset


CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _headers(response: Any) -> Any:
    headers = response.headers
    if "Content-Security-Policy" in headers:  # a page from memory has them all
        return response
    headers.extend(ALWAYS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":  # figures, lists and calendars are for one reader as much as pages are
        headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "Accept-Language", "HX-Request"))
    return response


def nothing_left_behind(response: Any) -> Any:
    """To be said where somebody signs out: on a shared machine, going back finds none of their pages."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def plain(text: str, status: int = 200) -> ResponseReturnValue:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response
