"""One sentence for everything that goes wrong, and no half-made change left behind."""

import logging
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException, InternalServerError

from app.access import Visitor
from app.core.refusal import N_, Refused
from app.web.formats import as_date, sentence
from app.web.html import htmx
from app.web.typed_input import typed
from tenants import db, time_limits

log = logging.getLogger("gongzhi")

SENTENCES = {
    400: lazy_gettext("We could not read what was sent. Please check it and send it again."),
    401: lazy_gettext("Please sign in first."),
    403: lazy_gettext("This is for members or those in office here. If you live here, join first."),
    404: lazy_gettext("There is nothing at this address."),
    405: lazy_gettext("This address does not take that. Please go back and try again."),
    409: lazy_gettext("Someone was a moment faster. Please look again."),
    413: lazy_gettext("That is too large to send."),
    415: lazy_gettext("This kind of content is not accepted here."),
    422: lazy_gettext("Something is missing or wrong. Please check it and send it again."),
    429: lazy_gettext("That was too often in a short time. Please wait a few minutes."),
}
CLOSED = N_(
    "%(name)s was closed here on %(day)s: %(reason)s. What was said and decided is kept. Please ask the office above it."
)
SLOWED = "60"  # seconds: the shortest of the windows that are counted (limits.py)
IN_OFFICE = lazy_gettext("This is for those in office here.")  # said to members, who need not join first


GONE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.PendingRollbackError)


def init_app(app: Flask) -> None:
    app.before_request(_be_brief)
    app.teardown_request(_take_time)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(exc.IntegrityError, _conflict)
    for gone in GONE:
        app.register_error_handler(gone, _database_gone)
    app.register_error_handler(exc.DBAPIError, _other)
    app.register_error_handler(exc.DataError, _unfit)
    app.register_error_handler(500, _broken)


def _be_brief() -> None:
    """Whatever this request asks of the database, it answers before its reader gives up."""
    time_limits.start()


def _take_time(_error: BaseException | None) -> None:
    time_limits.stop()


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        return _broken(error)
    if error.code is None or error.code < 400:
        return error.get_response()
    if g.get("shut") is not None:
        return say(error.code, _why_shut(g.shut))
    text = error.description if getattr(error, "told", False) else SENTENCES.get(error.code, SENTENCES[400])
    visitor = g.get("visitor")
    return say(error.code, IN_OFFICE if error.code == 403 and visitor is not None and visitor.is_member else text)


def _why_shut(community: Any) -> LazyString:
    """A community that was closed says when and why."""
    values = {"day": as_date(community.closed_at), "reason": community.standing_reason}
    return LazyString(sentence, Refused(CLOSED, name=community.name, **values))


def _refused(refused: Refused) -> ResponseReturnValue:
    return say(refused.status, LazyString(sentence, refused))


def _conflict(error: exc.IntegrityError) -> ResponseReturnValue:
    log.warning("conflict: %s", error.orig.__class__.__name__)
    return say(409, SENTENCES[409])


def _unfit(error: exc.DataError) -> ResponseReturnValue:
    """A value that fits no column: no form let it through, so it came with the address."""
    log.warning("unfit: %s", error.orig.__class__.__name__)
    return say(400, SENTENCES[400])


def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page was open too long."""
    text = lazy_gettext("This page was open for too long. Please open it again and send once more.")
    return say(400, text)


def say(code: int, words: Any) -> ResponseReturnValue:
    """A page, or a fragment, with one sentence, and what was typed, to be copied.

    `words` are lazy: the language is the account's, which a broken transaction would not give, and a half-made change
    would be flushed by drawing the page.
    """
    _roll_back()
    text = str(words)
    wait = {"Retry-After": SLOWED} if code == 429 else {}
    if request.path.startswith("/api/"):
        return {"status": code, "title": text}, code, {"Content-Type": "application/problem+json", **wait}
    if htmx:
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML", **wait}
        return render_template("_notice.html", text=text, tone="bad"), code, headers
    page = render_template([f"errors/{code}.html", "errors/any.html"], text=text, typed=typed(), code=code)
    return page, code, wait


def _roll_back() -> None:
    try:
        db.session.rollback()
    except LookupError:  # refused before any binding was open: the page that says so needs one
        db.begin_request(write=False)


def _database_gone(error: Exception) -> ResponseReturnValue:
    log.error("database: %s", error)
    db.end_request()
    return _bare("errors/503.html", 503, {"Retry-After": "30"})


def _other(error: exc.DBAPIError) -> ResponseReturnValue:
    """The server may name its end in any of its errors."""
    return _database_gone(error) if error.connection_invalidated else _broken(error)


def _broken(error: Exception) -> ResponseReturnValue:
    """Also what went wrong while another error's page was drawn: where that was the database, it is said to be away."""
    cause = getattr(error, "original_exception", None) or error
    if isinstance(cause, GONE):
        return _database_gone(cause)
    log.error("unexpected", exc_info=cause)
    db.end_request()
    return _bare("errors/500.html", 500, {})


def _bare(template: str, code: int, headers: dict[str, str]) -> ResponseReturnValue:
    """A page drawn from its files alone: no database, no session, nobody's language."""
    g.visitor, g.community, g.region = Visitor(), None, None  # what was read of them may have gone with the transaction
    source = current_app.jinja_env.get_template(template)
    return Response(source.render(), code, headers, mimetype="text/html")
