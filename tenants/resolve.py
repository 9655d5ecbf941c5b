"""From the address to the binding: `/c/<slug>/…` a community, `/r/<code>/…` a region.

Views of a community never mention the slug: it is taken out of the address here and put back by
`url_for` (`url_defaults`).
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, or_, select

from tenants.database import db
from tenants.models import Community, FormerSlug, Region

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def writes(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose GET writes too (a look that is recorded): on SQLite it must begin as a writer."""
    view.writes = True  # type: ignore[attr-defined]  # asked for when the request comes
    return view


def init_app(app: Flask) -> None:
    app.before_request(_open)
    app.before_request(_bind)
    app.teardown_request(_close)
    app.url_value_preprocessor(_take_out)
    app.url_defaults(_put_back)


def _open() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    db.begin_request(write=request.method in WRITING or getattr(view, "writes", False))


def _close(_error: BaseException | None) -> None:
    db.end_request()


def _take_out(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.slug = (values or {}).pop("slug", None)
    g.region_code = (values or {}).pop("region_code", None)
    g.community = g.region = g.shut = None


def _put_back(endpoint: str, values: dict[str, Any]) -> None:
    for name, known in (("slug", g.get("slug")), ("region_code", g.get("region_code"))):
        if known and name not in values and _app_expects(endpoint, name):
            values[name] = known


def _app_expects(endpoint: str, name: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, name)


def _bind() -> ResponseReturnValue | None:
    if g.get("slug"):
        found = db.session.scalar(_AT, {"slug": g.slug})
        if found is None:
            return _led_on(g.slug) or abort(404)
        if found.closed_at is not None:
            g.shut = found  # the page that says so names it
            abort(410)
        g.community = found
        db.bind_community(found.id)
    elif g.get("region_code"):
        g.region = db.session.scalar(_REGION_AT, {"code": g.region_code}) or abort(404)
    return None


# Built once: every request asks one of them.
_AT = select(Community).where(Community.slug == bindparam("slug"))
_REGION_AT = select(Region).where(Region.code == bindparam("code"))


def community_at(slug: str) -> Community | None:
    """The community under a slug that people can read."""
    community = db.session.scalar(_AT, {"slug": slug})
    return community if community is not None and community.closed_at is None else None


def _led_on(slug: str) -> ResponseReturnValue | None:
    """To the name it has now, or to its own small letters: who types from paper writes large ones."""
    named = select(Community.slug).outerjoin(FormerSlug, FormerSlug.community_id == Community.id)
    letters = Community.slug.in_({slug.lower(), slug.upper()})
    new = db.session.scalars(named.where(or_(FormerSlug.slug == slug, letters)).limit(1)).first()
    if new in (None, slug) or request.endpoint is None:
        return None
    return redirect(url_for(request.endpoint, **{**(request.view_args or {}), "slug": new}), 308)
