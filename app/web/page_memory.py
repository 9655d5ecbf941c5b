"""Pages of strangers are served from memory for up to five seconds: they come in bursts, from one link in a group's chat.

Kept are only pages that are the same for every stranger: no session or sign-in cookie came with the request, no cookie
goes out with the answer, and no form in it carries a token. A page is found again by its address, its language, its text
size and how the browser wants it packed.
"""

from threading import Lock
from typing import Any

from cachetools import TTLCache
from flask import Flask, Response, current_app, g, request, session

from app.web.language import text_size, wished

SECONDS = 5.0
BYTES = 32 * 1024 * 1024  # of all kept pages together, packed
CHOICES = {"locale", "text_size"}  # the only cookies a stranger may carry: how they read

Kept = tuple[bytes, dict[str, str]]


class Memory:
    """Shared by the threads of one process."""

    def __init__(self, seconds: float) -> None:
        self._pages: TTLCache[Any, Kept] = TTLCache(BYTES, ttl=seconds, getsizeof=lambda kept: len(kept[0]))
        self._lock = Lock()

    @property
    def size(self) -> float:
        """Bytes that are kept now."""
        return self._pages.currsize

    def find(self, key: Any) -> Kept | None:
        with self._lock:
            return self._pages.get(key)

    def keep(self, key: Any, page: Kept) -> None:
        with self._lock:
            if len(page[0]) < BYTES:
                self._pages[key] = page


def init_app(app: Flask) -> None:
    """First of all: what is found here asks nothing else. Under tests nothing is kept unless they ask for it."""
    app.config.setdefault("PAGES_KEPT_SECONDS", SECONDS)
    app.before_request(_serve)
    app.after_request(_keep)


def _memory() -> Memory | None:
    seconds = current_app.config["PAGES_KEPT_SECONDS"]
    if not seconds:
        return None
    return current_app.extensions.setdefault("page_memory", Memory(seconds))


def _serve() -> Response | None:
    memory = _memory()
    if memory is None or not _is_stranger():
        return None
    g.page_key = _key()
    page = memory.find(g.page_key)
    if page is None:
        return None
    g.page_key = None
    return Response(page[0], headers=page[1])


def _is_stranger() -> bool:
    """Who has nothing that could make a page theirs."""
    return (
        request.method == "GET"
        and request.endpoint != "static"
        and CHOICES.issuperset(request.cookies)
        and "HX-Request" not in request.headers
        and "Authorization" not in request.headers
    )


def _key() -> tuple[str | None, ...]:
    packed = request.headers.get("Accept-Encoding", "")
    return request.host_url, request.full_path, wished(), text_size(), packed


def _keep(response: Response) -> Response:
    """Called last, when the page is packed and every header stands."""
    memory = _memory()
    if memory is not None and g.get("page_key") and _is_for_all(response):
        memory.keep(g.page_key, (response.get_data(), dict(response.headers)))
    return response


def _is_for_all(response: Response) -> bool:
    """No form with a token, nothing in a session: the next stranger may have it as it is."""
    return (
        response.status_code == 200
        and response.mimetype == "text/html"
        and "Set-Cookie" not in response.headers
        and not response.is_streamed
        and "csrf_token" not in g  # made where a form was drawn
        and not session
    )
