"""What somebody wrote, to be given back where it cannot be taken: nothing typed is lost."""

import re
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

OF_THE_PAGE = ("csrf_token", "once", "next", "role", "step", "read", "seen")  # hidden fields: nobody typed them
CHOSEN = re.compile(r"[\w-]{0,32}", re.ASCII)  # a choice, a day, a number: chosen again in a moment


def typed() -> list[str]:
    """The texts of what was sent; unreadable bytes as gaps, and neither choices nor what the page itself sends."""
    if request.method != "POST":
        return []
    try:
        pairs = _pairs()
    except RequestEntityTooLarge:
        return []
    texts = [text.replace("\0", "\ufffd") for name, text in pairs if name not in OF_THE_PAGE]
    return [text for text in texts if not CHOSEN.fullmatch(text)]


def _pairs() -> list[tuple[str, str]]:
    if request.mimetype.endswith("form-urlencoded"):
        return parse_qsl(request.get_data().decode(errors="replace"), errors="replace")
    return list(request.form.items(multi=True))
