"""The door of a view: its permission, and the row its address names."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from flask import abort, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, select

from app.access import Permission, Visitor, can, readable
from app.access.conditions import may_read
from app.core.ids import LARGEST
from app.core.refusal import N_, Refused
from app.core.registry import registry
from app.web.formats import as_due
from app.web.permalinks import permalink
from app.web.typed_input import typed
from app.web.way_back import page_before
from tenants import db

WAIT = N_("You are waiting to be verified: someone in office looks at where you live by %(day)s. Then you can do this.")


def access(permission: Permission, on: Any = None, load: Callable[[], Any] | None = None) -> Callable[..., Any]:
    """Open a view to those who hold `permission`, and hand it the row its address names.

    With `on=Proposal`, `/proposals/<int:number>` calls the view with `proposal=`; sub-rows are named
    by `<id:statement_id>`. Absent, foreign and unreadable rows give the same 404. `load` returns
    loader options for the row's query.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            visitor: Visitor = g.visitor
            if on is not None:
                if visitor.community is not None and not may_read(visitor, None):
                    return _refuse(visitor)
                url[on.__tablename__] = _row(on, url, load)
                if not readable(visitor, url[on.__tablename__]):
                    abort(404)
            row = url[on.__tablename__] if on is not None else None
            if not can(visitor, permission, row):
                return _refuse(visitor, permission)
            return view(**url)

        guarded.permission = permission  # type: ignore[attr-defined]  # the architecture tests read it from the view
        guarded.on = on  # type: ignore[attr-defined]  # the architecture tests read it from the view
        return guarded

    return decorate


def asks_nobody(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that answers without the database: who asks is not looked up."""
    view.asks_nobody = True  # type: ignore[attr-defined]  # read by who builds the visitor
    return view


def _row(on: Any, url: dict[str, Any], load: Callable[[], Any] | None) -> Any:
    name = "number" if "number" in url else f"{on.__tablename__}_id"
    key = url.pop(name)
    if name == "number" and key > LARGEST:
        abort(404)
    return db.session.scalar(_row_query(on, name == "number", load), {"key": key}) or abort(404)


@cache
def _row_query(on: Any, by_number: bool, load: Callable[[], Any] | None) -> Any:
    """Built once: nearly every request asks one of these."""
    query = select(on).where((on.number if by_number else on.id) == bindparam("key"))
    return query.options(*load()) if load is not None else query


def _refuse(visitor: Visitor, permission: Permission | None = None) -> ResponseReturnValue:
    """Signed in: 403, with who may where that helps. Signed out: to sign-in and back, but 401 where something typed would
    be lost on the way, for htmx and for the API.
    """
    if visitor.is_signed_in and permission is not None and permission.who_may:
        if visitor.is_waiting:
            raise Refused(WAIT, status=403, day=as_due(visitor.membership.verify_due_at))
        raise Refused(permission.who_may, status=403)
    if visitor.is_signed_in:
        abort(403)
    if typed() or request.headers.get("HX-Request") or request.path.startswith("/api/"):
        abort(401)
    return redirect(permalink("sign_in", next=_page(), wish=_wish(permission)), 303)


def _page() -> str | None:
    """The page to come back to: this one, or the one something was sent from, where it can be sent again."""
    return request.full_path.rstrip("?") if request.method == "GET" else page_before()


def _wish(permission: Permission | None) -> str | None:
    """The name of what somebody wanted to do, where signing in can say it."""
    named = registry.permissions().items() if permission is not None and permission.purpose else ()
    return next((name for name, known in named if known is permission), None)
