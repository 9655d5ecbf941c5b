"""Sign-in codes: nobody can flood a contact, lock its owner out or guess; honest people may type them as they like."""

import json
import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from app.accounts import codes
from app.accounts.contacts import Contact, read
from app.accounts.models import CodeContact, CodeRequest, SignInCode
from app.core import clock, encryption
from app.outbox.messages import tidy
from app.outbox.models import AccountMessage, JobState
from app.web import limits
from tenants import db
from tests.accounts.steps import code_in, wrong

MINUTE = timedelta(minutes=1)


def asks(app, contact, address="203.0.113.9"):
    """A fresh browser at this address asks for a code."""
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"agreed": "yes", "contact": contact}, environ_base={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    return browser


def tries(browser, code):
    return browser.post("/sign-in/code", data={"code": code}).status_code


def row_of(app, model, contact):
    with app.app_context(), db.unbound():
        query = select(model).where(model.contact_index == read(contact, "CN").index)
        return db.session.scalars(query.order_by(model.created_at.desc())).first()


def statements_of(act):
    """What was sent to the database meanwhile."""
    sent = []
    note = lambda _connection, _cursor, statement, *_: sent.append(statement)
    event.listen(db.engines.app, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engines.app, "before_cursor_execute", note)
    return sent


# -- nobody locks anybody out -----------------------------------------------------------------------------------------


def test_twelve_addresses_that_ask_for_one_contact_send_five_messages_an_hour_and_lock_nobody_out(
    app, sent, phone, monkeypatch
):
    """For an hour 12 addresses ask 5 times each, again and again; the owner signs in at any time within 15 minutes."""
    monkeypatch.setattr(limits.limiter, "enabled", True)
    start = clock.now()
    for minute in range(60):
        with clock.at(start + minute * MINUTE):
            asks(app, phone, f"198.51.100.{minute % 12}")
    assert len(sent) == 5
    for minute in range(60, 75):
        with clock.at(start + minute * MINUTE):
            owner = asks(app, phone)
            if tries(owner, code_in(sent)) == 303:
                break
    else:
        pytest.fail("the owner waited longer than a quarter of an hour")


def test_a_burst_from_many_addresses_leaves_the_owner_a_code_at_once(app, sent, phone):
    """The message a stranger caused is good in the browser of whoever can read it."""
    strangers = [asks(app, phone, f"198.51.100.{turn % 12}") for turn in range(60)]
    owner = asks(app, phone)
    assert len(sent) == 2
    assert tries(owner, code_in(sent)) == 303
    assert tries(strangers[0], wrong(code_in(sent))) == 422


def test_wrong_tries_of_others_are_not_counted_for_the_owner(app, sent, phone):
    owner, stranger = asks(app, phone), asks(app, phone)
    assert [tries(stranger, wrong(code_in(sent))) for _ in range(6)] == [422] * 4 + [429] * 2
    assert tries(owner, code_in(sent)) == 303


def test_a_code_that_was_guessed_at_is_void_and_the_next_ones_are_longer(app, sent, phone):
    owner = asks(app, phone)
    code = code_in(sent)
    for _ in range(7):
        guesser = asks(app, phone)
        for _ in range(5):
            tries(guesser, wrong(code))
    assert code_in(sent) == code or len(sent) == 2
    assert tries(owner, code) == 410
    with clock.at(clock.now() + 15 * MINUTE):
        owner = asks(app, phone)
        assert len(code_in(sent)) == codes.LONG
        assert tries(owner, code_in(sent)) == 303
    with clock.at(clock.now() + codes.WARY + 2 * MINUTE):
        asks(app, phone)
        assert len(code_in(sent)) == codes.SHORT


def test_all_guesses_at_one_code_together_stay_under_one_in_thirty_thousand():
    for length in (codes.SHORT, codes.LONG):
        assert codes._bound(SignInCode(length=length)) / 10**length <= 1 / codes.CHANCE


@pytest.mark.parametrize("every", [1, 4, 7, 15, 16])
def test_however_often_one_asks_five_messages_an_hour_go_out_and_the_next_is_a_quarter_away(every):
    start, times = clock.now(), []
    for minute in range(0, 600, every):
        now = start + minute * MINUTE
        assert codes.again_at(times, now) - now <= codes.SPACED
        if codes.may_send(times, now):
            times.append(now)
        assert len([time for time in times if now - codes.HOUR < time]) <= codes.HOURLY
    assert len(times) >= 600 // max(every, 20)


def test_messages_recorded_by_a_clock_that_was_ahead_keep_nobody_waiting(app, sent, phone):
    with clock.at(clock.now() + timedelta(days=1)):
        for _ in range(2):
            asks(app, phone)
    early = code_in(sent)
    owner = asks(app, phone)
    assert len(sent) == 3
    assert tries(owner, early) == 422  # nor is a code good for a day
    assert tries(owner, code_in(sent)) == 303


def test_twenty_browsers_at_once_get_two_messages(app, phone):
    """Counted exactly, also where all ask in the same moment."""
    contact, turns = Contact("phone", f"+86{phone}"), threading.Barrier(20)

    def ask():
        turns.wait()
        with app.app_context(), db.unbound(write=True):
            codes.ask(contact, "en")
            db.commit()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with app.app_context(), db.unbound():
        made = select(func.count()).select_from(SignInCode).where(SignInCode.contact_index == contact.index)
        asked = select(func.count()).select_from(CodeRequest).where(CodeRequest.contact_index == contact.index)
        assert (db.session.scalar(made), db.session.scalar(asked)) == (2, 20)


def test_twenty_tries_at_once_of_one_browser_are_five(app, sent, phone):
    asks(app, phone)
    asked, turns, answers = row_of(app, CodeRequest, phone).id, threading.Barrier(20), []
    guess = wrong(code_in(sent))

    def guessing():
        turns.wait()
        with app.app_context(), db.unbound(write=True):
            answers.append(codes.try_code([asked], guess).status)
            db.commit()

    threads = [threading.Thread(target=guessing) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [422] * 4 + [429] * 16
    assert row_of(app, CodeRequest, phone).tries == 5
    assert row_of(app, SignInCode, phone).wrong == 5


def test_one_code_signs_in_one_of_two_browsers_that_type_it_at_once(app, sent, phone):
    asks(app, phone), asks(app, phone)
    with app.app_context(), db.unbound():
        asked = db.session.scalars(
            select(CodeRequest.id).where(CodeRequest.contact_index == read(phone, "CN").index)
        ).all()
    code, turns, proved = code_in(sent), threading.Barrier(2), []

    def typing(key):
        turns.wait()
        with app.app_context(), db.unbound(write=True):
            proved.append(isinstance(codes.try_code([key], code), Contact))
            db.commit()

    threads = [threading.Thread(target=typing, args=(key,)) for key in asked]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(proved) == [False, True]


def test_whoever_shares_an_address_with_a_stranger_who_asks_for_all_waits_a_quarter_of_an_hour(
    app, sent, phone, monkeypatch
):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    address = {"environ_base": {"REMOTE_ADDR": "198.51.100.77"}}
    answers = [
        app.test_client()
        .post("/sign-in", data={"agreed": "yes", "contact": f"a{turn}@example.org"}, **address)
        .status_code
        for turn in range(41)
    ]
    assert answers == [303] * 40 + [429]


# -- the page says the same to all ------------------------------------------------------------------------------------


def test_the_answer_does_not_tell_whether_an_account_exists(app, make, sent, phone):
    asked = asks(app, phone)
    tries(asked, code_in(sent))
    with clock.at(clock.now() + timedelta(hours=2)):
        _both_are_answered_alike(make.browser(), make.browser(), phone)


def _both_are_answered_alike(again, first, phone):
    answers = [
        again.post("/sign-in", agreed="yes", contact=phone),
        first.post("/sign-in", agreed="yes", contact="nobody-yet@example.org"),
    ]
    assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1
    pages = [re.sub(r'"I[^" ]{40,}"', "", page.get("/sign-in/code").text) for page in (again, first)]
    assert pages[0].replace(f"+86 {phone[:3]}****{phone[-4:]}", "n***@example.org") == pages[1]


def test_asking_takes_the_same_statements_for_known_and_unknown_contacts(app, sent):
    tries(asks(app, "known@example.org"), code_in(sent))
    contacts = ("known@example.org", "nobody-knows@example.org")
    with clock.at(clock.now() + timedelta(hours=2)):
        known, unknown = [statements_of(lambda contact=contact: asks(app, contact)) for contact in contacts]
    assert known == unknown


def test_who_asks_when_enough_was_sent_is_told_so_and_until_when(make, sent, phone):
    for _ in range(2):
        make.browser().post("/sign-in", agreed="yes", contact=phone)
    late = make.browser()
    late.post("/sign-in", agreed="yes", contact=phone)
    page = late.get("/sign-in/code").text
    assert "刚才已经" in page
    assert "15 分钟" in page
    assert len(sent) == 2


# -- typing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}",
     "{0[0]} {0[1]} {0[2]} {0[3]} {0[4]} {0[5]}", "{0[0]}{0[1]}{0[2]}–{0[3]}{0[4]}{0[5]}", "{}。", "验证码：{}",
     "{} is your sign-in code. It is good for ten minutes. Give it to nobody.",
     "{0[0]}{0[1]}{0[2]}－{0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}\u3000{0[3]}{0[4]}{0[5]}"],
)  # fmt: skip
@pytest.mark.parametrize("digits", ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"])
def test_a_code_is_read_however_it_is_typed(written, digits):
    typed = written.format("042917").translate(str.maketrans("0123456789", digits))
    assert codes.digits_of(typed) == "042917"


@pytest.mark.parametrize("typed", ["123", "１２３", "12345", "1234567", "abcdef", "<b>", "123456 or 654321 x 111111"])
def test_what_cannot_be_a_code_is_refused_and_no_try(app, stranger, sent, phone, typed):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    for _ in range(6):
        assert stranger.post("/sign-in/code", code=typed).status_code == 422
    assert row_of(app, CodeRequest, phone).tries == 0
    assert stranger.post("/sign-in/code", code=code_in(sent)).status_code == 303


def test_full_width_digits_with_a_hyphen_sign_in(stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    code = code_in(sent).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert stranger.post("/sign-in/code", code=f" {code[:3]}-{code[3:]}").status_code == 303


def test_the_earlier_of_two_codes_of_this_browser_is_taken(stranger, sent, phone):
    for _ in range(2):
        stranger.post("/sign-in", agreed="yes", contact=phone)
    first = codes.digits_of(sent[0][2])
    assert len(sent) == 2
    assert stranger.post("/sign-in/code", code=first).status_code == 303


def test_a_code_that_came_by_phone_is_taken_after_one_was_asked_for_by_mail(stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    by_phone = code_in(sent)
    stranger.post("/sign-in", agreed="yes", contact="slow-phone@example.org")
    stranger.post("/sign-in/code", code=by_phone)
    stranger.post("/me/name", name="林先生")
    assert "林先生" in stranger.get("/me").text


def test_wrong_tries_are_counted_said_and_end_the_request(stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    code = code_in(sent)
    for left in (4, 3, 2):
        answer = stranger.post("/sign-in/code", code=wrong(code))
        assert answer.status_code == 422
        assert f"还可以试 {left} 次" in answer.text
    assert stranger.post("/sign-in/code", code=wrong(code)).status_code == 422
    assert stranger.post("/sign-in/code", code=wrong(code)).status_code == 429
    locked = stranger.post("/sign-in/code", code=code)
    assert locked.status_code == 429
    assert "请重新获取" in locked.text
    stranger.post("/sign-in", agreed="yes", contact=phone)
    assert stranger.post("/sign-in/code", code=code).status_code == 303


def test_an_expired_code_is_said_and_no_try(app, stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        answer = stranger.post("/sign-in/code", code=code_in(sent))
    assert answer.status_code == 410
    assert "已经过期" in answer.text
    assert row_of(app, CodeRequest, phone).tries == 0


def test_a_code_is_good_once(app, sent, phone):
    first, second = asks(app, phone), asks(app, phone)
    code = codes.digits_of(sent[0][2])
    assert tries(first, code) == 303
    assert tries(second, code) == 410
    assert tries(second, codes.digits_of(sent[1][2])) == 303


def test_a_code_is_good_only_in_a_browser_that_asked_for_that_contact(make, sent, phone):
    asker, other = make.browser(), make.browser()
    asker.post("/sign-in", agreed="yes", contact=phone)
    code = code_in(sent)
    other.post("/sign-in", agreed="yes", contact="a@example.org")
    assert other.post("/sign-in/code", code=code).status_code == 422
    assert asker.post("/sign-in/code", code=code).status_code == 303


def test_without_having_asked_there_is_no_code_to_type(stranger):
    assert stranger.post("/sign-in/code", code="123456").location == "/sign-in"


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_the_message_is_encrypted_while_it_waits(app):
    contact = read("waits@example.org", "CN")
    with app.app_context(), db.unbound(write=True):
        codes.ask(contact, "en")
        db.commit()
        message = db.session.scalars(select(AccountMessage).order_by(AccountMessage.id.desc())).first()
        assert b"waits" not in message.payload
        assert json.loads(encryption.decrypt(message.payload, b"account_message"))["to"] == "waits@example.org"


def test_neither_code_nor_contact_lies_readable_in_the_database(app, stranger, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    assert row_of(app, CodeRequest, phone).contact == f"+86{phone}"
    with app.app_context(), db.unbound():
        message = db.session.scalars(select(AccountMessage).order_by(AccountMessage.id.desc())).first()
        assert (message.state, message.payload) == (JobState.DONE, None)
        raw = db.engines.app.raw_connection().cursor()
        for table in ("code_request", "sign_in_code", "account_message", "code_contact"):
            raw.execute(f"SELECT * FROM {table}")
            assert phone not in str(raw.fetchall())


def test_what_is_old_is_forgotten(app, stranger, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    with clock.at(clock.now() + timedelta(days=5)), app.app_context(), db.unbound(write=True):
        codes.forget_old()
        tidy(AccountMessage)
        db.commit()
        for model in (CodeRequest, SignInCode, CodeContact, AccountMessage):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0
