"""The ways out: an SMTP server, an HTTP SMS gateway, and the console where neither is set."""

import json
import smtplib
import ssl
import sys
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import Request, urlopen

from app.core.refusal import N_, Refused
from config import Settings

TIMEOUT = 10


def only_console(settings: Settings) -> bool:
    return not (settings.mail_url or settings.sms_url)


def refuse_unreachable(settings: Settings, channel: str) -> None:
    """Where a real way out is set, codes never go to the console: what it does not reach is refused."""
    if channel == "phone" and settings.mail_url and not settings.sms_url:
        raise Refused(N_("Codes can only be sent by e-mail here. Please type your e-mail address."), status=422)
    if channel == "email" and settings.sms_url and not settings.mail_url:
        raise Refused(N_("Codes can only be sent by text message here. Please type your phone number."), status=422)


def send(settings: Settings, channel: str, to: str, text: str, subject: str = "") -> None:
    """Send a text to a phone number or, under a subject, to an e-mail address; raises where the way out refuses it."""
    if only_console(settings):
        print(f"[{channel} to {to}] {text}", file=sys.stderr, flush=True)  # noqa: T201  (the console is the channel)
    elif channel == "email" and settings.mail_url:
        _mail(settings.mail_url, settings.mail_from, to, text, subject)
    elif channel == "phone" and settings.sms_url:
        _sms(settings.sms_url, settings.sms_token or "", to, text)
    else:
        raise ValueError(f"no way out for {channel}")


def _mail(url: str, sender: str, to: str, text: str, subject: str) -> None:
    """`smtps://` speaks TLS from the start, `smtp://` by STARTTLS; a password never goes out in the clear."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    address, trusted = urlsplit(url), ssl.create_default_context()
    with _server(address, trusted) as smtp:
        if address.scheme != "smtps" and (address.username or _offers_tls(smtp)):
            smtp.starttls(context=trusted)  # raises where the server cannot
        if address.username:
            smtp.login(unquote(address.username), unquote(address.password or ""))
        smtp.send_message(message)


def _server(address: SplitResult, trusted: ssl.SSLContext) -> smtplib.SMTP:
    host = address.hostname or "localhost"
    if address.scheme == "smtps":
        return smtplib.SMTP_SSL(host, address.port or 465, timeout=TIMEOUT, context=trusted)
    return smtplib.SMTP(host, address.port or (587 if address.username else 25), timeout=TIMEOUT)


def _offers_tls(smtp: smtplib.SMTP) -> bool:
    smtp.ehlo()
    return smtp.has_extn("starttls")


def _sms(url: str, token: str, to: str, text: str) -> None:
    """POST {"to", "text"} as JSON with a bearer token; any answer but 2xx raises."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("SMS_URL is no http address")
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    body = json.dumps({"to": to, "text": text}).encode()
    with urlopen(Request(url, body, headers), timeout=TIMEOUT) as answer:  # noqa: S310  (checked above)
        answer.read(1)
