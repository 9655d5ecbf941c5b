"""Messages to accounts: sent once, tried again, given up, blanked; by mail, by text message, by the console."""

import itertools
import json
import socketserver
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.core import clock, encryption
from app.core.refusal import Refused
from app.outbox import channels, delivery
from app.outbox.models import AccountMessage, JobState
from tenants import db


@pytest.fixture
def message(app):
    """A code waiting to be sent; call it to see what became of it."""
    payload = encryption.encrypt(json.dumps({"to": "lin@example.org", "code": "123456"}), b"account_message")
    with app.app_context():
        delivery.send_due(1000)  # what other tests left
        with db.unbound(write=True):
            row = AccountMessage(channel="email", kind="code", locale="en", payload=payload, created_at=clock.now())
            db.session.add(row)
            db.commit()
    return row.id


def state_of(app, key):
    with app.app_context(), db.unbound():
        return db.session.get(AccountMessage, key)


def send(app):
    with app.app_context():
        return delivery.send_due()


def test_a_message_is_sent_once_in_its_language_and_then_blank(app, message, monkeypatch):
    sent = []
    monkeypatch.setattr(channels, "send", lambda _settings, *rest: sent.append(rest))
    assert send(app) == 1
    assert send(app) == 0
    text = "123456 is your sign-in code. It is good for ten minutes. Give it to nobody."
    assert sent == [("email", "lin@example.org", text, "Your sign-in code for Gongzhi")]
    row = state_of(app, message)
    assert (row.state, row.payload) == (JobState.DONE, None)


def test_a_failing_way_out_is_tried_five_times_with_growing_pauses(app, message, monkeypatch):
    tried = []

    def fail(*_):
        tried.append(clock.now())
        raise OSError("no route")

    monkeypatch.setattr(channels, "send", fail)
    start = clock.now()
    for second in range(0, 9 * 60, 5):
        with clock.at(start + timedelta(seconds=second)):
            send(app)
    pauses = [(after - before).seconds for before, after in itertools.pairwise(tried)]
    assert len(tried) == 5
    assert pauses == sorted(pauses)
    row = state_of(app, message)
    assert (row.state, row.payload) == (JobState.FAILED, None)


def test_a_code_that_is_worth_nothing_any_more_is_not_sent(app, message, monkeypatch):
    monkeypatch.setattr(channels, "send", lambda *_: pytest.fail("it was sent"))
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert send(app) == 0
    assert state_of(app, message).payload is None


def test_a_message_whose_sender_was_killed_is_sent_when_the_lease_runs_out(app, message, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(*_):
        raise Killed

    monkeypatch.setattr(channels, "send", kill)
    with pytest.raises(Killed):
        send(app)
    sent = []
    monkeypatch.setattr(channels, "send", lambda _settings, *rest: sent.append(rest))
    assert send(app) == 0
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert send(app) == 1


def serve(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    return server.server_address[1]


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["Authorization"], body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def gateway():
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.got, server.answer = [], 200
    serve(server)
    yield server
    server.shutdown()
    server.server_close()


def test_the_sms_gateway_gets_json_with_its_token(app, gateway):
    url = f"http://127.0.0.1:{gateway.server_address[1]}/send"
    settings = replace(app.config["SETTINGS"], sms_url=url, sms_token="secret")
    channels.send(settings, "phone", "+8613912345678", "123456 …")
    assert gateway.got == [("Bearer secret", {"to": "+8613912345678", "text": "123456 …"})]
    gateway.answer = 500
    with pytest.raises(OSError, match="500"):
        channels.send(settings, "phone", "+8613912345678", "123456 …")


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to get a letter."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            self.wfile.write(self._answer(line.upper()))
            if line.upper() == b"QUIT":
                return

    def _answer(self, line):
        if line == b"DATA":
            self.wfile.write(b"354 go on\r\n")
            letter = b""
            while not letter.endswith(b"\r\n.\r\n"):
                letter += self.rfile.readline()
            self.server.got.append(letter.decode())
        return b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n"


@pytest.fixture
def mailbox():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    server.daemon_threads, server.got = True, []
    serve(server)
    yield server
    server.shutdown()
    server.server_close()


def test_mail_goes_out_by_smtp(app, mailbox):
    settings = replace(
        app.config["SETTINGS"],
        mail_url=f"smtp://127.0.0.1:{mailbox.server_address[1]}",
        mail_from="no-reply@example.org",
    )
    channels.send(settings, "email", "lin@example.org", "123456 is your code", "Your code")
    assert "To: lin@example.org" in mailbox.got[0]
    assert "Subject: Your code" in mailbox.got[0]
    assert "From: no-reply@example.org" in mailbox.got[0]


def test_a_mail_password_never_goes_out_in_the_clear(app, mailbox):
    settings = replace(app.config["SETTINGS"], mail_url=f"smtp://me:secret@127.0.0.1:{mailbox.server_address[1]}")
    with pytest.raises(Exception, match="STARTTLS"):
        channels.send(settings, "email", "lin@example.org", "123456 is your code")
    assert not mailbox.got


def test_the_console_speaks_only_where_no_other_way_is_set(app, capsys):
    settings = app.config["SETTINGS"]
    channels.send(settings, "phone", "+8613912345678", "123456")
    assert "123456" in capsys.readouterr().err
    mail = replace(settings, mail_url="smtp://127.0.0.1")
    with pytest.raises(ValueError, match="no way out"):
        channels.send(mail, "phone", "+8613912345678", "123456")
    with pytest.raises(Refused):
        channels.refuse_unreachable(mail, "phone")
    with pytest.raises(Refused):
        channels.refuse_unreachable(replace(settings, sms_url="http://127.0.0.1"), "email")
