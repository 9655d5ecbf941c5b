"""Messages have lanes of their own in the worker: no gateway holds up a community, another gateway or a code."""

import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.accounts import codes
from app.accounts.contacts import Contact
from app.operating import lanes
from app.outbox.channels.channel import LIMIT
from app.outbox.models import AccountMessage, JobState
from tenants import db
from tests.support.gateways import mailbox, silent_port, sms_gateway

SOON = 20.0  # seconds, on a machine that is busy with other tests; the codes alone would take 8 × 5


@pytest.fixture
def app(fresh_app):
    """Of its own: nothing waits in it, and a round of the worker does all that is due anywhere."""
    return fresh_app


def ask_for_codes(app, *contacts):
    with app.app_context(), db.unbound(write=True):
        for contact in contacts:
            codes.ask(contact, "en")
        db.commit()


def mails(count):
    return [Contact("email", f"lane{number}-{time.monotonic_ns()}@example.org") for number in range(count)]


def waiting(app):
    with app.app_context(), db.unbound():
        query = select(func.count()).select_from(AccountMessage)
        return db.session.scalar(query.where(AccountMessage.state.not_in([JobState.DONE, JobState.FAILED])))


@contextmanager
def settings(app, monkeypatch, **given):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **given))
    yield


def within(seconds, done):
    """Whether it comes true in this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return done()


def test_a_silent_mail_server_does_not_hold_up_text_messages(app, monkeypatch):
    ask_for_codes(app, *mails(3), Contact("phone", f"+86139{time.monotonic_ns() % 10**8:08d}"))
    with silent_port() as port, sms_gateway() as gateway:
        way = {"mail_url": f"smtp://127.0.0.1:{port}", "sms_url": gateway.url}
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **way))
        with lanes.beside(app):
            assert within(SOON, lambda: gateway.got)


def test_a_worker_that_does_what_is_due_and_stops_sends_what_waits(app, monkeypatch):
    ask_for_codes(app, *mails(3))
    with mailbox() as box, settings(app, monkeypatch, mail_url=box.url):
        answer = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert answer.exit_code == 0, answer.output
    assert len(box.got) == 3


def test_a_worker_that_does_what_is_due_and_stops_is_not_kept_by_a_silent_server(app, monkeypatch):
    ask_for_codes(app, *mails(8))
    start = time.monotonic()
    with silent_port() as port, settings(app, monkeypatch, mail_url=f"smtp://127.0.0.1:{port}"):
        app.test_cli_runner().invoke(args=["worker", "--once"])
    assert time.monotonic() - start < SOON + LIMIT


def test_after_a_gateway_was_away_messages_go_out_when_it_is_back(app, monkeypatch):
    ask_for_codes(app, *mails(2))
    monkeypatch.setattr(lanes, "REST", 0.2)
    with silent_port() as port:
        pass  # nothing listens there now
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_url=f"smtp://127.0.0.1:{port}"))
    with lanes.beside(app):
        assert within(SOON, lambda: tried(app) == 2)
        with mailbox() as box:
            monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_url=box.url))
            assert within(SOON + 20, lambda: len(box.got) == 2)


def tried(app):
    with app.app_context(), db.unbound():
        return db.session.scalar(select(func.count()).select_from(AccountMessage).where(AccountMessage.tries > 0))
