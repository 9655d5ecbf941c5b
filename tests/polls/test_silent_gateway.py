"""Closings wait for no gateway."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.accounts import codes
from app.accounts.contacts import Contact
from app.core import clock
from app.operating import lanes, worker
from app.outbox.models import AccountMessage, JobState
from tenants import db
from tests.polls.steps import open_poll
from tests.support.gateways import silent_port

SOON = 20.0  # seconds, on a machine that is busy with other tests; the eight codes alone would take 8 × 5


@pytest.fixture
def app(fresh_app):
    """Of its own: the worker's round is over all that is due, which other tests leave by the thousand."""
    return fresh_app


def test_a_mail_server_that_stays_silent_does_not_hold_up_the_count_of_a_vote(app, make, town, monkeypatch):
    poll = open_poll(make, town)
    with app.app_context(), db.unbound(write=True):
        for number in range(8):
            codes.ask(Contact("email", f"silent{number}-{time.monotonic_ns()}@example.org"), "en")
        db.commit()
    with silent_port() as port:
        mute = replace(app.config["SETTINGS"], mail_url=f"smtp://127.0.0.1:{port}")
        monkeypatch.setitem(app.config, "SETTINGS", mute)
        with app.app_context(), lanes.beside(app):
            _wait_until_the_lane_hangs()
            start = time.monotonic()
            with clock.at(poll.closes_at):
                worker.run_once()
            took = time.monotonic() - start
    assert make.browser(None, town[0]).get(f"polls/{poll.number}/result.json").status_code == 200
    assert took < SOON


def _wait_until_the_lane_hangs():
    end = time.monotonic() + SOON
    hanging = select(AccountMessage.id).where(AccountMessage.state == JobState.RUNNING).limit(1)
    while time.monotonic() < end:
        with db.unbound():
            if db.session.scalar(hanging):
                return
        time.sleep(0.05)
    raise AssertionError("no message is being sent")
