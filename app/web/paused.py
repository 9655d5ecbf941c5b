"""A suspended community is read and not written: one place refuses, whatever the view does."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request

from app.core.refusal import N_, Refused
from tenants.resolve import WRITING

PAUSED = N_("%(name)s is suspended: it can be read, and nothing new can be written until it is resumed.")

NOT_OPEN = N_("%(name)s is not open here yet: nobody would answer. The office above it opens it.")


def goes_on(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that takes what is sent in a suspended community, too: a ballot in a vote that is open."""
    view.goes_on = True  # type: ignore[attr-defined]  # asked for when the request comes
    return view


def init_app(app: Flask) -> None:
    app.before_request(_refuse_writing)


def _refuse_writing() -> None:
    community = g.get("community")
    if community is None or community.is_written or request.method not in WRITING:
        return
    if not getattr(current_app.view_functions.get(request.endpoint or ""), "goes_on", False):
        raise Refused(PAUSED if community.opened_at else NOT_OPEN, status=403, name=community.name)
