"""Our own icons: 24 by 24, one stroke, always beside words (so hidden from screen readers)."""

from functools import cache

from flask import Flask
from markupsafe import Markup

PATHS = {
    "desk": "M4 6h3M4 12h3M4 18h3M10 6h10M10 12h10M10 18h10",
    "home": "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-5h-6v5H5a1 1 0 0 1-1-1z",
    "talk": "M4 5h16v11H11l-4 4v-4H4zM8 9h8M8 12h5",
    "heart": "M12 20C7 16 4 13 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 4-3 7-8 11z",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21a7 7 0 0 1 14 0",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1H4.5zM10 21h4",
    "lock": "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
    "share": "M12 15V4M8 8l4-4 4 4M5 13v7h14v-7",
    "back": "M15 5 8 12l7 7",
    "next": "M9 5l7 7-7 7",
    "check": "M5 13l4 4L19 7",
    "close": "M6 6l12 12M18 6 6 18",
    "plus": "M12 5v14M5 12h14",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "phone": "M6 4h3l2 5-2 1a11 11 0 0 0 5 5l1-2 5 2v3c0 1-1 2-2 2A15 15 0 0 1 4 6c0-1 1-2 2-2z",
    "pencil": "M4 20l1-5L16 4l4 4L9 19z",
    "notice": "M4 5h16v14H4zM8 9h8M8 12h8M8 15h5",
    "ballot": "M5 13h14v7H5zM3 13h18M9 13l1-9h4l1 9",
    "speaker": "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4 4",
}
DRAWN = Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>')


def init_app(app: Flask) -> None:
    app.jinja_env.globals["sign"] = sign


@cache
def sign(name: str) -> Markup:
    return DRAWN.format(PATHS[name])
