"""What is sent outside of any community: sign-in codes, and links by which an office is taken up."""

import json
from functools import partial
from typing import Any

from flask_babel import force_locale, gettext

from app.core import encryption
from app.outbox.channels import Letter
from app.outbox.messages import Source
from app.outbox.models import AccountMessage
from config import Settings
from tenants import db


def _compose(_settings: Settings, message: AccountMessage) -> Letter | None:
    values: dict[str, Any] = json.loads(encryption.decrypt(message.payload or b"", b"account_message"))
    with force_locale(message.locale):
        return _LETTERS[message.kind](values)


def _code(values: dict[str, Any]) -> Letter:
    """The code stands in the text alone: subjects are shown on locked screens."""
    text = gettext("%(code)s is your sign-in code. It is good for ten minutes. Give it to nobody.", **values)
    return Letter(values["to"], text, gettext("Your sign-in code for Gongzhi"))


def _appointment(values: dict[str, Any]) -> Letter:
    text = gettext("%(place)s: you are appointed as %(title)s. This link works once, within a week: %(link)s", **values)
    return Letter(values["to"], text, gettext("A message from %(name)s", name=values["place"]))


_LETTERS = {"code": _code, "appointment": _appointment}
WAITING = Source(AccountMessage, lambda _channel: [partial(db.unbound, write=True)], _compose)
