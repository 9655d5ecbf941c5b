"""Words written from right to left (Arabic, Hebrew, Persian) beside others: what someone wrote or named is set apart, so
that it neither turns the sentence around it nor is torn by it.

Where a page, a sentence or a soft line is put together, such words stand between the two marks that Unicode has for
this; they hold in attributes, titles and messages too. On the page itself they become <bdi>.
"""

import re
from typing import Any

from flask import Flask, Response

OPEN, CLOSE = "\u2068", "\u2069"  # whichever direction its first letter has, and the end of it
FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
BETWEEN = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)")  # a tag, whose attributes may hold anything
VALUE = re.compile(r"(?<=\svalue=\")[^\"]*")
PLAIN = ("<title", "<option")  # no element may stand in them
KEPT = "<textarea"  # what is typed is sent back as it is


def apart(value: Any) -> Any:
    """Set apart where it needs to be; everything else as it is."""
    if type(value) is str and not value.isascii() and OPEN not in value and FROM_THE_RIGHT.search(value):
        return f"{OPEN}{value}{CLOSE}"
    return value


def on_the_page(html: str) -> str:
    """The same page with elements in the place of marks, wherever an element may stand."""
    inside, pieces = "", []
    for piece in BETWEEN.split(html):
        if piece.startswith("<"):
            inside = piece.lower()
            piece = VALUE.sub(lambda found: _without(found[0]), piece)
        elif inside.startswith(KEPT):
            piece = _without(piece)
        elif not inside.startswith(PLAIN):
            piece = piece.replace(OPEN, "<bdi>").replace(CLOSE, "</bdi>")
        pieces.append(piece)
    return "".join(pieces)


def _without(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def _in_elements(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.is_streamed and OPEN.encode() in response.get_data():
        response.set_data(on_the_page(response.get_data(as_text=True)))
    return response


def init_app(app: Flask) -> None:
    app.jinja_env.finalize = apart
    app.jinja_env.filters["apart"] = apart
    app.after_request(_in_elements)
