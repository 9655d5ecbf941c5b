"""Where signing in leads: the address, the community or region it lies in, and what the person wanted to do there."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, session
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.core import profiles
from app.core.registry import registry
from app.web.permalinks import permalink
from tenants import db
from tenants.models import Community, Region
from tenants.resolve import community_at

LONGEST = 500  # an address is kept in the session's cookie


@dataclass(frozen=True)
class Destination:
    """`place` is None for a page of the instance; `purpose` is an English message, translated when shown."""

    place: Community | Region | None = None
    purpose: str = ""

    @property
    def words(self) -> str:
        """Said on every step of signing in: where it leads, and what for."""
        return " · ".join(
            part for part in (self.place.name if self.place else "", self.purpose and gettext(self.purpose)) if part
        )

    @property
    def phone_region(self) -> str:
        """Bare phone numbers are read as people there write them; elsewhere as where the instance stands."""
        name = self.place.profile if self.place is not None else current_app.config["SETTINGS"].profile
        return str(profiles.profile(name)["phone_region"])


def safe(address: str | None) -> str:
    """Only addresses of this instance are led to; anything else means the front page."""
    text = address or ""
    inside = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if inside and text.isprintable() and len(text) <= LONGEST else permalink("landing")


def remember(address: str, wish: str) -> None:
    """`wish` is the name of a permission: what somebody wants to do there."""
    session["next"] = safe(address)
    session["wish"] = wish[:LONGEST]


def chosen() -> Destination:
    """Where this browser goes after signing in."""
    if "next" not in session:
        return Destination()
    path = safe(session["next"]).partition("?")[0]
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return Destination()
    wish = registry.permissions().get(session.get("wish", ""))
    return Destination(_place(values), (wish and wish.purpose) or _purpose(endpoint))


def _place(values: Any) -> Community | Region | None:
    if "slug" in values:
        return community_at(values["slug"])
    return db.session.scalar(select(Region).where(Region.code == values.get("region_code", "")))


def _purpose(endpoint: str) -> str:
    return str(getattr(getattr(current_app.view_functions[endpoint], "permission", None), "purpose", ""))
