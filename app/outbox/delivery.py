"""Sends messages to accounts: leased, tried at most five times, blanked once sent."""

import json
import logging
from datetime import timedelta

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import or_, select, update

from app import clock, fields
from app.outbox import channels
from app.outbox.models import AccountMessage, JobState
from tenants import db

LEASE = timedelta(minutes=2)
TRIES = 5
log = logging.getLogger("gongzhi.outbox")


def send_due(limit: int = 50) -> int:
    """Send what waits; how many were sent. Each is leased first, so that two workers never send the same one."""
    sent = 0
    for _ in range(limit):
        with db.unbound(write=True):
            message = _claim()
            db.commit()
        if message is None:
            return sent
        sent += _send(message)
    return sent


def send_now_if_console() -> None:
    """With only the console as channel nobody waits for a worker: the demo's codes are printed at once."""
    if channels.only_console(current_app.config["SETTINGS"]):
        db.end_request()
        send_due(5)
        db.begin_request(write=True)


def _claim() -> AccountMessage | None:
    now = clock.now()
    lost = (AccountMessage.state == JobState.RUNNING) & (AccountMessage.leased_until < now)
    waiting = (AccountMessage.state == JobState.WAITING) & (
        AccountMessage.leased_until.is_(None) | (AccountMessage.leased_until < now)
    )
    first = select(AccountMessage.id).where(or_(waiting, lost)).order_by(AccountMessage.created_at).limit(1)
    return db.session.scalars(
        update(AccountMessage)
        .where(AccountMessage.id.in_(first.with_for_update(skip_locked=True).scalar_subquery()))
        .values(state=JobState.RUNNING, leased_until=now + LEASE, tries=AccountMessage.tries + 1)
        .returning(AccountMessage)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def _send(message: AccountMessage) -> int:
    values = {"state": JobState.DONE, "payload": None, "leased_until": None}
    try:
        payload = json.loads(fields.decrypt(message.payload or b"", b"account_message"))
        with force_locale(message.locale):
            text = gettext("%(code)s is your sign-in code. It is good for ten minutes. Give it to nobody.", code=payload["code"])
        channels.send(current_app.config["SETTINGS"], message.channel, payload["to"], text)
    except Exception as error:
        log.warning("message %s not sent: %s", message.id, type(error).__name__)
        gone = message.tries >= TRIES
        later = clock.now() + timedelta(seconds=30 * 2**message.tries)
        values = {"state": JobState.FAILED if gone else JobState.WAITING, "leased_until": None if gone else later}
        if gone:
            values["payload"] = None
    with db.unbound(write=True):
        db.session.execute(update(AccountMessage).where(AccountMessage.id == message.id).values(**values))
        db.commit()
    return int(values["state"] is JobState.DONE)
