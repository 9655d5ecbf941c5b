"""Sends messages to accounts: leased, tried at most five times, blanked once sent or given up."""

import json
import logging
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import and_, or_, select, update

from app.core import clock, encryption
from app.outbox import channels
from app.outbox.models import AccountMessage, JobState
from tenants import db

LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=10)  # doubled with each try
TRIES = 5
USEFUL = timedelta(minutes=10)  # as long as the code it carries
GIVEN_UP = {"state": JobState.FAILED, "payload": None, "leased_until": None}
log = logging.getLogger("gongzhi.outbox")


def send_due(limit: int = 50) -> int:
    """Send what waits; how many were sent. Each is leased first, so that two workers never send the same one."""
    sent = 0
    for _ in range(limit):
        with db.unbound(write=True):
            message = _claim()
            db.commit()
        if message is None:
            break
        outcome = _try(message)
        with db.unbound(write=True):
            db.session.execute(update(AccountMessage).where(AccountMessage.id == message.id).values(**outcome))
            db.commit()
        sent += outcome["state"] is JobState.DONE
    return sent


def send_now_if_console() -> None:
    """With only the console as channel nobody waits for a worker: the demo's codes are printed at once."""
    if channels.only_console(current_app.config["SETTINGS"]):
        db.end_request()
        send_due(5)
        db.begin_request(write=True)


def _claim() -> AccountMessage | None:
    """Lease the oldest message that waits, or whose sender was lost."""
    now = clock.now()
    free = or_(AccountMessage.leased_until.is_(None), AccountMessage.leased_until < now)
    due = and_(AccountMessage.state.in_([JobState.WAITING, JobState.RUNNING]), free)
    first = select(AccountMessage.id).where(due).order_by(AccountMessage.created_at).limit(1)
    return db.session.scalars(
        update(AccountMessage)
        .where(AccountMessage.id == first.with_for_update(skip_locked=True).scalar_subquery())  # "=": asked once
        .values(state=JobState.RUNNING, leased_until=now + LEASE, tries=AccountMessage.tries + 1)
        .returning(AccountMessage)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def _try(message: AccountMessage) -> dict[str, Any]:
    """One try to send; what becomes of the message."""
    if message.created_at < clock.now() - USEFUL or message.tries > TRIES:
        return GIVEN_UP
    try:
        payload = json.loads(encryption.decrypt(message.payload or b"", b"account_message"))
        channels.send(current_app.config["SETTINGS"], message.channel, payload["to"], *_words(message, payload["code"]))
    except Exception as error:
        log.warning("message %s not sent (try %s): %s", message.id, message.tries, type(error).__name__)
        later = clock.now() + PAUSE * 2 ** (message.tries - 1)
        return GIVEN_UP if message.tries >= TRIES else {"state": JobState.WAITING, "leased_until": later}
    return {"state": JobState.DONE, "payload": None, "leased_until": None}


def _words(message: AccountMessage, code: str) -> tuple[str, str]:
    """Text and subject. The code stands in the text alone: subjects are shown on locked screens."""
    with force_locale(message.locale):
        text = gettext("%(code)s is your sign-in code. It is good for ten minutes. Give it to nobody.", code=code)
        return text, gettext("Your sign-in code for Gongzhi")
