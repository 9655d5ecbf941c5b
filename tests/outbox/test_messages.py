"""Messages: handed to a gateway once, tried again only where it was not taken, given up, blanked."""

import itertools
import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import delete

from app.accounts import letters
from app.core import clock, encryption
from app.core.refusal import Refused
from app.outbox import channels, messages
from app.outbox.channels import Channel, Letter, NotAccepted, Unreachable
from app.outbox.models import AccountMessage, JobState
from tenants import db
from tests.support.gateways import mailbox, silent_port, sms_gateway


def wait_for_sending(app, channel="email", to="lin@example.org", code="123456"):
    """A code waiting to be sent; its key."""
    payload = encryption.encrypt(json.dumps({"to": to, "code": code}), b"account_message")
    now = clock.now()
    row = AccountMessage(
        channel=channel, kind="code", locale="en", payload=payload, due_at=now, expires_at=now + timedelta(minutes=10)
    )
    with app.app_context(), db.unbound(write=True):
        db.session.add(row)
        db.commit()
    return row.id


@pytest.fixture(autouse=True)
def _nothing_waits(app):
    """What other tests left would be sent, too."""
    with app.app_context(), db.unbound(write=True):
        db.session.execute(delete(AccountMessage))
        db.commit()


@pytest.fixture
def message(app):
    return wait_for_sending(app)


def state_of(app, key):
    with app.app_context(), db.unbound():
        row = db.session.get(AccountMessage, key)
        return row.state, row.payload is None, row.error


def send(app, channel="email", **settings):
    with app.app_context():
        settings = replace(app.config["SETTINGS"], **settings)
        return messages.send_due(settings, channels.channel_in_use(settings, channel), letters.WAITING)


def a_way(send):
    """A gateway that does this."""
    return Channel("email", "", "mail_url", send, "")


def send_by(app, way):
    with app.app_context():
        return messages.send_due(app.config["SETTINGS"], way, letters.WAITING)


def test_a_message_is_sent_once_in_its_language_and_then_blank(app, message, capsys):
    assert send(app) == (1, True)
    assert send(app) == (0, True)
    text = "123456 is your sign-in code. It is good for ten minutes. Give it to nobody."
    assert capsys.readouterr().err == f"[email to lin@example.org] {text}\n"
    assert state_of(app, message) == (JobState.DONE, True, None)


def test_a_gateway_that_is_away_is_tried_five_times_with_growing_pauses(app, message):
    tried = []

    def away(*_):
        tried.append(clock.now())
        raise Unreachable

    start = clock.now()
    for second in range(0, 9 * 60, 5):
        with clock.at(start + timedelta(seconds=second)):
            send_by(app, a_way(away))
    pauses = [(after - before).seconds for before, after in itertools.pairwise(tried)]
    assert len(tried) == 5
    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0]
    assert state_of(app, message) == (JobState.FAILED, True, "Unreachable")


def test_where_a_gateway_is_away_the_other_messages_wait_without_a_try(app, message):
    others = [wait_for_sending(app) for _ in range(3)]

    def away(*_):
        raise OSError("no route")

    assert send_by(app, a_way(away)) == (0, False)
    with app.app_context(), db.unbound():
        assert [db.session.get(AccountMessage, key).tries for key in (message, *others)] == [1, 0, 0, 0]


def test_a_code_that_is_worth_nothing_any_more_is_not_sent(app, message):
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert send_by(app, a_way(lambda *_: pytest.fail("it was sent"))) == (0, True)
    assert state_of(app, message)[:2] == (JobState.FAILED, True)


class Killed(BaseException):
    pass


def test_a_message_whose_worker_was_killed_before_handing_it_over_is_sent_later(app, message):
    def killed(*_):
        raise Killed

    with pytest.raises(Killed):
        send_by(app, a_way(killed))
    assert send(app) == (0, True)
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert send(app) == (1, True)


def test_a_message_whose_worker_was_killed_after_handing_it_over_is_never_sent_again(app, message):
    def killed(_settings, _letter, hand_over):
        hand_over()
        raise Killed

    with pytest.raises(Killed):
        send_by(app, a_way(killed))
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert send_by(app, a_way(lambda *_: pytest.fail("it was sent twice"))) == (0, True)
        with app.app_context(), db.unbound(write=True):
            messages.tidy(AccountMessage)
            db.commit()
    assert state_of(app, message)[:2] == (JobState.FAILED, True)


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.WAITING])
def test_a_lease_or_a_pause_written_while_a_clock_was_a_day_ahead_holds_nothing_up(app, message, state):
    """The clock is right again: what was leased, or put off, in that wrong tomorrow is taken up."""
    tomorrow = clock.now() + timedelta(days=1)
    with app.app_context(), db.unbound(write=True):
        row = db.session.get(AccountMessage, message)
        row.state, row.tries = state, 1
        row.leased_until = tomorrow if state is JobState.RUNNING else None
        row.due_at = tomorrow if state is JobState.WAITING else row.due_at
        db.session.add(row)
        db.commit()
    assert send(app) == (1, True)


def test_a_worker_that_was_too_slow_does_not_hand_over_what_another_has(app, message):
    """The lease ran out while the gateway was being reached; another worker sent the message meanwhile."""
    handed_over = []

    def slow(settings, letter, hand_over):
        with clock.at(clock.now() + timedelta(minutes=3)):
            assert send(app) == (1, True)
        hand_over()
        handed_over.append(letter)

    assert send_by(app, a_way(slow)) == (0, False)
    assert not handed_over
    assert state_of(app, message)[0] == JobState.DONE


# -- text messages ----------------------------------------------------------------------------------------------------


def test_the_sms_gateway_gets_json_with_its_token_and_the_same_key_with_every_try(app):
    key = wait_for_sending(app, "phone", "+8613912345678")
    with sms_gateway() as gateway:
        gateway.answer = 500
        settings = {"sms_url": gateway.url, "sms_token": "secret"}
        assert send(app, "phone", **settings) == (0, True)
        gateway.answer = 202
        with clock.at(clock.now() + timedelta(seconds=11)):
            assert send(app, "phone", **settings) == (1, True)
        assert {(token, name) for token, name, _ in gateway.got} == {("Bearer secret", key.hex)}
        assert [body["to"] for *_, body in gateway.got] == ["+8613912345678"] * 2
    assert state_of(app, key)[0] == JobState.DONE


@pytest.mark.parametrize("answer", [301, 302, 303, 400, 401, 429, 500, 503])
def test_any_answer_but_yes_is_a_no_and_is_not_followed(app, answer):
    with sms_gateway() as gateway:
        gateway.answer = answer
        settings = replace(app.config["SETTINGS"], sms_url=gateway.url)
        with pytest.raises(NotAccepted, match=str(answer)):
            channels.CHANNELS["phone"].send(settings, Letter("+8613912345678", "…"), lambda: None)
        assert not gateway.looked


def test_a_gateway_that_took_a_text_and_hung_up_gets_it_once(app):
    def hang_up():
        raise ConnectionResetError

    key = wait_for_sending(app, "phone", "+8613912345678")
    with sms_gateway(before_answer=hang_up) as gateway:
        gateway.handle_error = lambda *_: None
        for minute in range(9):
            with clock.at(clock.now() + timedelta(minutes=minute)):
                send(app, "phone", sms_url=gateway.url)
        assert len(gateway.got) == 1
    assert state_of(app, key)[:2] == (JobState.FAILED, True)


def test_a_closed_port_is_away_and_the_text_is_tried_again(app):
    key = wait_for_sending(app, "phone", "+8613912345678")
    with silent_port() as port:
        pass  # and closed again
    assert send(app, "phone", sms_url=f"http://127.0.0.1:{port}/") == (0, False)
    assert state_of(app, key) == (JobState.WAITING, False, "Unreachable")


# -- mail -------------------------------------------------------------------------------------------------------------


def test_mail_goes_out_by_smtp_with_a_date_and_a_name_of_its_own(app, message):
    with mailbox() as box:
        assert send(app, mail_url=box.url, mail_from="Gongzhi <no-reply@example.org>") == (1, True)
    letter = box.got[0]
    for line in ("To: lin@example.org", "Subject: Your sign-in code for Gongzhi", "Auto-Submitted: auto-generated"):
        assert line in letter
    assert "From: Gongzhi <no-reply@example.org>" in letter
    assert f"Message-ID: <{message.hex}@example.org>" in letter
    assert "\nDate: " in letter
    assert "123456" not in letter.split("\r\n\r\n")[0]


def test_a_letter_that_was_taken_is_taken_however_the_server_says_goodbye(app, message):
    with mailbox() as box:
        box.bye = b"451 not now\r\n"
        assert send(app, mail_url=box.url) == (1, True)
        with clock.at(clock.now() + timedelta(minutes=5)):
            send(app, mail_url=box.url)
    assert len(box.got) == 1


def test_a_server_that_took_a_letter_and_hung_up_gets_it_once(app, message):
    with mailbox() as box:
        box.receipt = None
        for minute in range(9):
            with clock.at(clock.now() + timedelta(minutes=minute)):
                send(app, mail_url=box.url)
    assert len(box.got) == 1
    assert state_of(app, message)[:2] == (JobState.FAILED, True)


def test_one_unknown_mailbox_does_not_hold_up_the_next_letter(app, message):
    wait_for_sending(app, to="next@example.org")
    with mailbox() as box:
        box.unknown = {"lin@example.org"}
        assert send(app, mail_url=box.url) == (1, True)
    assert "To: next@example.org" in box.got[0]
    assert state_of(app, message) == (JobState.WAITING, False, "NotAccepted")


def test_a_server_that_refuses_the_letter_itself_may_get_it_again(app, message):
    with mailbox() as box:
        box.receipt = b"451 later\r\n"
        assert send(app, mail_url=box.url) == (0, True)
        box.receipt = b"250 ok\r\n"
        with clock.at(clock.now() + timedelta(minutes=1)):
            assert send(app, mail_url=box.url) == (1, True)
    assert state_of(app, message)[0] == JobState.DONE


def test_a_mail_password_never_goes_out_in_the_clear(app, message):
    with mailbox() as box:
        with_password = box.url.replace("//", "//me:secret@")
        assert send(app, mail_url=with_password)[0] == 0
    assert not box.got
    assert state_of(app, message)[0] == JobState.WAITING


def test_the_console_speaks_only_where_no_other_way_is_set(app):
    settings = app.config["SETTINGS"]
    assert channels.only_console(settings)
    mail = replace(settings, mail_url="smtp://127.0.0.1")
    assert channels.channel_in_use(mail, "phone") is None
    with pytest.raises(Refused, match="type your e-mail"):
        channels.refuse_closed(mail, "phone")
    with pytest.raises(Refused, match="type your phone number"):
        channels.refuse_closed(replace(settings, sms_url="http://127.0.0.1"), "email")
    channels.refuse_closed(settings, "phone")


def test_a_letter_goes_to_a_domain_as_servers_know_it_and_says_where_to_end_it(app):
    leave, subject = "https://gongzhi.example/c/quanhe/inbox/leave/" + "x" * 90, "来自泉和社区的消息" * 6
    with mailbox() as box:
        settings = replace(app.config["SETTINGS"], mail_url=box.url, mail_from="共治 <no@gongzhi.example>")
        letter = Letter("anna@bücher.example", "您好", subject=subject, key="k1", leave=leave)
        channels.CHANNELS["email"].send(settings, letter, lambda: None)
    got = message_from_bytes(box.got[0].encode(), policy=policy.default)
    assert (got["To"], got["List-Unsubscribe"]) == ("anna@xn--bcher-kva.example", f"<{leave}>")
    assert f"List-Unsubscribe: <{leave}>" in box.got[0].splitlines()  # as mail programs read it
    assert (got["Subject"], got["From"].addresses[0].display_name) == (subject, "共治")
    assert got.get_content().strip() == "您好"


def test_a_text_message_holds_no_space_that_makes_it_twice_as_long(app, message):
    wait_for_sending(app, "phone", "+8613800000000", "123\u00a0456")
    with sms_gateway() as gateway:
        assert send(app, "phone", sms_url=gateway.url, sms_token="t") == (1, True)
    assert "123 456" in gateway.got[0][2]["text"]
