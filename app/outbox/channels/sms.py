"""Text messages by an HTTP gateway."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.refusal import N_
from app.outbox.channels.channel import LIMIT, Channel, Letter, NotAccepted, Unreachable
from config import Settings


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would turn the POST into a GET, and carry the token elsewhere: it counts as a refusal."""

    def redirect_request(self, *_: Any) -> None:
        return None


_gateway = build_opener(_NoRedirects)


def _send(settings: Settings, letter: Letter, hand_over: Callable[[], None]) -> None:
    """POST {"to", "text"} as JSON with a bearer token; any answer but 2xx is a refusal."""
    url = settings.sms_url or ""
    if not url.startswith(("http://", "https://")):
        raise ValueError("SMS_URL is no http address")
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.sms_token or ''}"}
    body = json.dumps({"to": letter.to, "text": letter.text}).encode()
    hand_over()
    try:
        with _gateway.open(Request(url, body, headers | {"Idempotency-Key": letter.key}), timeout=LIMIT):  # noqa: S310
            return
    except HTTPError as refused:
        refused.close()
        raise NotAccepted(f"answered {refused.code}") from None
    except URLError as away:  # while connecting or writing; later errors come as they are
        raise Unreachable(type(away.reason).__name__) from None


CHANNEL = Channel(
    "phone",
    N_("Text message"),
    "sms_url",
    _send,
    N_("No text messages can be sent from here. Please type your e-mail address."),
)
