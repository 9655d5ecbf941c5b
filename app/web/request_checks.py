"""What comes in is looked at before anything is done with it: under which name, and whether it is text at all."""

from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from app.web.errors import SENTENCES, say

LONGEST = 2000  # characters of an address: no page has one nearly as long


def init_app(app: Flask) -> None:
    names = frozenset(app.config["SETTINGS"].allowed_hosts)
    app.before_request(lambda: _refuse_other_name(names))
    app.before_request(_refuse_unreadable)
    app.after_request(_stay_here)


def _refuse_other_name(names: frozenset[str]) -> ResponseReturnValue | None:
    """Whoever leads people here under another name would get answers that speak of it. Drawn without any address."""
    if _name(request.environ.get("HTTP_HOST", "")) in names:
        return None
    words = (
        "This server does not answer under this name (its operator: see PUBLIC_URL and ALLOWED_HOSTS in README.md).\n"
        "本服务器不使用这个名称（运维人员请看 README 中的 PUBLIC_URL 和 ALLOWED_HOSTS）。\n"
    )
    return Response(words, 400, mimetype="text/plain")


def _name(host: str) -> str | None:
    """The name in a Host header, without its port; None where it cannot be read."""
    try:
        return urlsplit("//" + host).hostname
    except ValueError:
        return None


def _refuse_unreadable() -> ResponseReturnValue | None:
    """Bytes that are no UTF-8 and NUL are no text: said before anything is looked for or stored."""
    if request.method == "POST" and request.mimetype.endswith(("form-urlencoded", "form-data")):
        sent = [text for pair in request.form.items(multi=True) for text in pair] if _is_utf8() else ["\ufffd"]
        if not all(map(_is_text, sent)):
            return say(400, lazy_gettext("Some characters could not be read. Please type them again and send."))
    query = [text for pair in request.args.items(multi=True) for text in pair]
    if len(request.path) > LONGEST or not all(map(_is_text, [request.path, *query])):
        return say(404, SENTENCES[404])
    return None


def _is_text(text: str) -> bool:
    return "\0" not in text and "\ufffd" not in text


def _is_utf8() -> bool:
    """The parser of urlencoded forms hides bad bytes by leaving them quoted; those of multipart become U+FFFD."""
    if not request.mimetype.endswith("form-urlencoded"):
        return True
    try:
        unquote_to_bytes(request.get_data()).decode()
    except UnicodeDecodeError:
        return False
    return True


def _stay_here(response: Response) -> Response:
    """The name under which someone came never stands in an answer: what leads on leads on from where they are."""
    if response.location:
        here = request.host_url.rstrip("/")
        if response.location.startswith(here + "/"):
            response.location = response.location.removeprefix(here)
    return response
