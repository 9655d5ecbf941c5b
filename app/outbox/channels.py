"""The ways out: an SMTP server, an HTTP SMS gateway, and the console where neither is set."""

import json
import smtplib
import sys
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from config import Settings

TIMEOUT = 10


def only_console(settings: Settings) -> bool:
    return not (settings.mail_url or settings.sms_url)


def send(settings: Settings, channel: str, to: str, text: str) -> None:
    """Send a text to a phone number or an e-mail address; raises where the way out refuses it."""
    if channel == "email" and settings.mail_url:
        _mail(settings, to, text)
    elif channel == "phone" and settings.sms_url:
        _sms(settings, to, text)
    else:
        print(f"[{channel} to {to}] {text}", file=sys.stderr, flush=True)  # noqa: T201  (the console is the channel)


def _mail(settings: Settings, to: str, text: str) -> None:
    address = urlsplit(settings.mail_url or "")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, text[:60]
    message.set_content(text)
    server: type[smtplib.SMTP] = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    with server(address.hostname or "localhost", address.port or 25, timeout=TIMEOUT) as smtp:
        if address.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls()
        if address.username:
            smtp.login(unquote(address.username), unquote(address.password or ""))
        smtp.send_message(message)


def _sms(settings: Settings, to: str, text: str) -> None:
    """POST {"to", "text"} as JSON with a bearer token; any answer but 2xx raises."""
    if not (settings.sms_url or "").startswith(("http://", "https://")):
        raise ValueError("SMS_URL is no http address")
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.sms_token or ''}"}
    body = json.dumps({"to": to, "text": text}).encode()
    with urlopen(Request(settings.sms_url, body, headers), timeout=TIMEOUT) as answer:  # type: ignore[arg-type]  # noqa: S310
        answer.read(1)
