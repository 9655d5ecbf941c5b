"""Files that people send: only to views marked for it, up to their size, and never onto a disk."""

import io
from collections.abc import Callable
from typing import IO, Any

from flask import Flask, Request, current_app, request

LARGEST = 8 * 1024 * 1024  # bytes; what a sheet of 60,000 doors takes
PATHS = ("/desk/roll",)  # how the addresses end to which files are sent
MARK = "takes_bytes"


def takes_file(size: int = LARGEST) -> Callable[..., Any]:
    """Mark a view whose form carries a file of at most so many bytes."""

    def marked(view: Callable[..., Any]) -> Callable[..., Any]:
        setattr(view, MARK, size)
        return view

    return marked


class InMemory(Request):
    """A request whose files stay in memory: what somebody sends by mistake is nowhere once it is answered."""

    def _get_file_stream(self, *_given: Any, **_named: Any) -> IO[bytes]:
        return io.BytesIO()


def init_app(app: Flask) -> None:
    app.request_class = InMemory
    app.before_request(_make_room)


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if (size := getattr(view, MARK, None)) is not None:
        request.max_content_length = size
