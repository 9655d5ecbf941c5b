"""E-mail by an SMTP server."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import localtime
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import validate_email

from app.core.refusal import N_
from app.outbox.channels.channel import LIMIT, Channel, Letter, NotAccepted
from config import Settings


class _Plain(smtplib.SMTP):
    """A server that may have a letter from the moment its text is begun."""

    hand_over: Callable[[], None]

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.hand_over()
        return super().data(msg)


class _Encrypted(smtplib.SMTP_SSL, _Plain):
    """The same, with TLS from the start."""


class _InOneLine(UnstructuredHeader, BaseHeader):
    """An address that mail programs go to: folded, it would be written in code, which they do not read (RFC 8058)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", _InOneLine)
_WRITTEN = default.clone(header_factory=_HEADERS)


def _send(settings: Settings, letter: Letter, hand_over: Callable[[], None]) -> None:
    """`smtps://` speaks TLS from the start, `smtp://` by STARTTLS; a password never goes out in the clear."""
    message, address = _message(settings, letter), urlsplit(settings.mail_url or "")
    smtp = _server(address)
    try:
        _introduce(smtp, address)
        smtp.hand_over = hand_over
        smtp.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as refused:  # it answered, and no
        raise NotAccepted(type(refused).__name__) from None
    finally:
        with suppress(OSError):  # taken or not: a server that is rude at the end changes nothing
            smtp.quit()
        smtp.close()


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage(_WRITTEN)
    to = validate_email(letter.to, check_deliverability=False).ascii_email  # 例.example as servers of today know it
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, letter.subject
    message["Date"], message["Auto-Submitted"] = localtime(), "auto-generated"
    message["Message-ID"] = f"<{letter.key}@{settings.mail_from.rpartition('@')[2].strip(' >')}>"
    if letter.leave:
        message["List-Unsubscribe"] = f"<{letter.leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("\n\n-- \n".join(part for part in (letter.text, letter.footer) if part))
    return message


def _server(address: SplitResult) -> _Plain:
    host = address.hostname or "localhost"
    if address.scheme == "smtps":
        return _Encrypted(host, address.port or 465, timeout=LIMIT, context=ssl.create_default_context())
    return _Plain(host, address.port or (587 if address.username else 25), timeout=LIMIT)


def _introduce(smtp: _Plain, address: SplitResult) -> None:
    smtp.ehlo()
    if address.scheme != "smtps" and (address.username or smtp.has_extn("starttls")):
        smtp.starttls(context=ssl.create_default_context())  # raises where the server cannot
    if address.username:
        smtp.login(unquote(address.username), unquote(address.password or ""))


CHANNEL = Channel(
    "email",
    N_("E-mail"),
    "mail_url",
    _send,
    N_("No e-mail can be sent from here. Please type your phone number."),
)
