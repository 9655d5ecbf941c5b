"""A final act asks once more, in words: with JavaScript the button itself asks, without it a page does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.way_back import page_before

SURE = ("sure", "yes")  # what whoever has read the question sends


def final(question: str, consequence: str) -> Callable[..., Any]:
    """Mark a view whose act cannot be taken back: it is done once its question was answered. Both are messages."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asking(**url: Any) -> ResponseReturnValue:
            if request.form.get(SURE[0]) == SURE[1]:
                return view(**url)
            return _ask(question, consequence)

        return asking

    return decorate


def _ask(question: str, consequence: str) -> ResponseReturnValue:
    """What was sent goes along, so that the answer is all there is to give."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", SURE[0])]
    front = permalink("community" if g.get("community") is not None else "landing")
    return render_template(
        "sure.html", question=gettext(question), consequence=gettext(consequence), fields=[*kept, SURE],
        back=page_before() or front,
    )  # fmt: skip
