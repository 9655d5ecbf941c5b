"""Signing in by one-time code, and everything that can be typed wrong."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.contacts import read
from app.accounts.models import Account, LoginSession, OneTimeCode
from app.core import clock, encryption
from app.core.refusal import Refused
from app.outbox.models import AccountMessage, JobState
from app.web import limits
from tenants import db
from tenants.models import RegionOffice


@pytest.fixture
def phone():
    """A number nobody else in this test run has."""
    from tests.support.factories import _serial

    return f"139{next(_serial):04d}{clock.now().microsecond % 10_000:04d}"


@pytest.fixture
def stranger(make):
    return make.browser()


@pytest.fixture
def sent(app, monkeypatch):
    """The codes that went out, as the console's channel got them."""
    codes = []
    monkeypatch.setattr(
        "app.outbox.channels.send", lambda _settings, channel, to, text, _subject: codes.append((channel, to, text))
    )
    return codes


def code_in(sent):
    return "".join(letter for letter in sent[-1][2] if letter.isdigit())[:6]


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_first_sign_in_makes_an_account_and_asks_for_a_name(app, stranger, sent, phone):
    asked = stranger.post("/sign-in", contact=phone)
    assert (asked.status_code, asked.location) == (303, "/sign-in/code")
    assert "139****" in stranger.get("/sign-in/code").text

    entered = stranger.post("/sign-in/code", code=code_in(sent))
    assert entered.location == "/me/name"
    stranger.post("/me/name", name="  陈   女士 ")

    assert "陈 女士" in stranger.get("/me").text
    with app.app_context(), db.unbound():
        account = db.session.scalar(select(Account).where(Account.phone_index == read(phone, "CN").index))
        assert (account.display_name, account.phone) == ("陈 女士", f"+86{phone}")


def test_the_second_sign_in_finds_the_same_account(app, make, sent, phone):
    for _ in range(2):
        browser = make.browser()
        browser.post("/sign-in", contact=phone)
        browser.post("/sign-in/code", code=code_in(sent))
    with app.app_context(), db.unbound():
        query = select(func.count()).select_from(Account).where(Account.phone_index == read(phone, "CN").index)
        assert db.session.scalar(query) == 1


@pytest.mark.parametrize(
    "typed", ["１３９１２３４５６７８", " 139 1234 5678 ", "+86 139-1234-5678", "0086 13912345678"]
)
def test_a_number_is_the_same_however_it_is_typed(typed):
    assert read(typed, "CN").value == "+8613912345678"


def test_an_address_is_the_same_in_capitals():
    assert read(" Lin.Mei@Example.ORG ", "CN").value == "lin.mei@example.org"


def test_a_bare_number_is_read_in_the_region_of_the_language(make, sent):
    make.browser(locale="en").post("/sign-in", contact="07400 123456")
    assert sent[-1][:2] == ("phone", "+447400123456")


@pytest.mark.parametrize("typed", ["", "12345", "abc", "a@b", "陈女士", "1" * 119, "a@" + "b" * 110 + ".org"])
def test_what_is_no_contact_is_said_and_kept(stranger, sent, typed):
    answer = stranger.post("/sign-in", contact=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text or not typed
    assert not sent


def test_an_oversized_contact_is_refused(stranger, sent):
    assert stranger.post("/sign-in", contact="1" * 121).status_code == 422
    assert not sent


def test_bytes_that_are_no_utf8_are_refused(app, stranger):
    answer = stranger.client.post("/sign-in", data=b"contact=%ff%fe", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_wrong_tries_are_counted_said_and_end_the_code(stranger, sent, phone):
    stranger.post("/sign-in", contact=phone)
    code = code_in(sent)
    for left in (4, 3, 2, 1):
        answer = stranger.post("/sign-in/code", code=wrong(code))
        assert answer.status_code == 422
        assert f"还可以试 {left} 次" in answer.text
    assert stranger.post("/sign-in/code", code=wrong(code)).status_code == 429
    locked = stranger.post("/sign-in/code", code=code)
    assert locked.status_code == 429
    assert "请重新获取" in locked.text


def test_an_expired_code_is_said(stranger, sent, phone):
    stranger.post("/sign-in", contact=phone)
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        answer = stranger.post("/sign-in/code", code=code_in(sent))
    assert answer.status_code == 410
    assert "已经过期" in answer.text


def test_a_code_is_good_once(app, make, sent, phone):
    first = make.browser()
    first.post("/sign-in", contact=phone)
    with first.client.session_transaction() as session:
        asked = session["code"]
    first.post("/sign-in/code", code=code_in(sent))

    second = make.browser()
    with second.client.session_transaction() as session:
        session["code"] = asked
    again = second.post("/sign-in/code", code=code_in(sent))
    assert again.status_code == 410
    assert "已经用过" in again.text


def test_a_code_is_good_only_in_the_browser_that_asked(make, sent, phone):
    asker, other = make.browser(), make.browser()
    asker.post("/sign-in", contact=phone)
    code = code_in(sent)
    other.post("/sign-in", contact="a@example.org")
    assert other.post("/sign-in/code", code=code).status_code == 422
    assert asker.post("/sign-in/code", code=code).status_code == 303


def test_without_having_asked_there_is_no_code_to_type(stranger):
    assert stranger.post("/sign-in/code", code="123456").location == "/sign-in"


@pytest.mark.parametrize("typed", ["", "１２３", "123456789012345678901", "<b>"])
def test_what_is_no_code_is_refused(stranger, sent, phone, typed):
    stranger.post("/sign-in", contact=phone)
    assert stranger.post("/sign-in/code", code=typed).status_code == 422


def test_full_width_digits_and_spaces_are_a_code_too(stranger, sent, phone):
    stranger.post("/sign-in", contact=phone)
    code = code_in(sent).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert stranger.post("/sign-in/code", code=f" {code[:3]} {code[3:]}").status_code == 303


def test_the_answer_does_not_tell_whether_an_account_exists(make, sent, phone):
    known, unknown = make.browser(), make.browser()
    known.post("/sign-in", contact=phone)
    known.post("/sign-in/code", code=code_in(sent))
    again = make.browser().post("/sign-in", contact=phone)
    first = unknown.post("/sign-in", contact="nobody-yet@example.org")
    assert (again.status_code, again.location, again.data) == (first.status_code, first.location, first.data)


def test_neither_code_nor_contact_lies_readable_in_the_database(app, stranger, phone):
    stranger.post("/sign-in", contact=phone)
    with app.app_context(), db.unbound():
        row = db.session.scalar(select(OneTimeCode).order_by(OneTimeCode.created_at.desc()))
        assert row.contact == f"+86{phone}"
        message = db.session.scalar(select(AccountMessage).order_by(AccountMessage.created_at.desc()))
        assert (message.state, message.payload) == (JobState.DONE, None)
        raw = db.engines.app.raw_connection().cursor()
        raw.execute("SELECT * FROM one_time_code")
        assert phone not in str(raw.fetchall())


def test_sign_in_leads_back_to_where_one_was(make, community, sent, phone):
    browser = make.browser(None, community)
    asked = browser.get("join", code="ABC")
    assert asked.status_code == 303
    browser.open(asked.location)
    browser.post("/sign-in", contact=phone)
    browser.post("/sign-in/code", code=code_in(sent))
    named = browser.post("/me/name", name="林先生")
    assert named.location == f"/c/{community.slug}/join?code=ABC"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
    ],
)
def test_sign_in_leads_nowhere_else(make, sent, phone, address):
    browser = make.browser()
    browser.get("/sign-in", next=address)
    browser.post("/sign-in", contact=phone)
    browser.post("/sign-in/code", code=code_in(sent))
    assert browser.post("/me/name", name="林先生").location == "/"


def test_old_codes_are_forgotten(app, make, sent):
    make.browser().post("/sign-in", contact="old@example.org")
    with clock.at(clock.now() + timedelta(hours=1)):
        make.browser().post("/sign-in", contact="new@example.org")
        with app.app_context(), db.unbound():
            old = (
                select(func.count())
                .select_from(OneTimeCode)
                .where(OneTimeCode.contact_index == read("old@example.org", "CN").index)
            )
            assert db.session.scalar(old) == 0


def test_signing_out_ends_the_session_for_good(app, make):
    account = make.account()
    browser = make.browser(account)
    with browser.client.session_transaction() as session:
        login = session["_user_id"]
    assert browser.get("/me").status_code == 200
    browser.post("/sign-out")
    with browser.client.session_transaction() as session:
        session["_user_id"] = login
    assert browser.get("/me").status_code == 303


def test_signing_out_everywhere_ends_every_browser(app, make):
    account = make.account()
    here, there = make.browser(account), make.browser(account)
    assert here.get("/me").text.count("自") >= 2
    here.post("/me/sessions/end")
    assert there.get("/me").status_code == 303
    with app.app_context(), db.unbound():
        alive = select(func.count()).select_from(LoginSession)
        assert (
            db.session.scalar(alive.where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))) == 0
        )


def test_the_language_is_kept_with_the_account(app, make):
    account = make.account()
    browser = make.browser(account)
    assert browser.post("/language", locale="en").status_code == 303
    assert make.browser(account).get("/me").text.count('lang="en"') >= 1
    assert browser.post("/language", locale="xx").status_code == 422


def test_a_new_name_reaches_every_community(make, community):
    member = make.member(community, verified=False)
    make.browser(member).post("/me/name", name="新的称呼")
    official = make.official(community)
    assert "新的称呼" in make.browser(official, community).get("desk/members").text


def test_a_refused_contact_names_no_channel_that_is_not_there():
    with pytest.raises(Refused):
        read("not a contact", "CN")


def test_the_message_is_encrypted_while_it_waits(app, make, monkeypatch):
    monkeypatch.setattr("app.outbox.delivery.send_due", lambda _limit: 0)
    make.browser().post("/sign-in", contact="waits@example.org")
    with app.app_context(), db.unbound():
        message = db.session.scalar(select(AccountMessage).where(AccountMessage.payload.is_not(None)))
        assert b"waits" not in message.payload
        assert json.loads(encryption.decrypt(message.payload, b"account_message"))["to"].endswith("@example.org")


def test_a_contact_is_not_flooded_with_codes(make, sent, phone, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    for _ in range(5):
        assert make.browser().post("/sign-in", contact=phone).status_code == 303
    answer = make.browser().post("/sign-in", contact=f"+86 {phone}")
    assert answer.status_code == 429
    assert sum(phone in to for _, to, _ in sent) == 5
    assert make.browser().post("/sign-in", contact="somebody-else@example.org").status_code == 303


def test_nobody_elsewhere_can_lock_a_person_out(app, sent, phone, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    asks = lambda address: app.test_client().post(
        "/sign-in", data={"contact": phone}, environ_base={"REMOTE_ADDR": address}
    )
    assert [asks("198.51.100.7").status_code for _ in range(80)].count(429) == 75
    assert asks("203.0.113.9").status_code == 303


def test_from_many_addresses_together_a_contact_gets_sixty_codes_a_day(app, sent, phone, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    asks = lambda address: app.test_client().post(
        "/sign-in", data={"contact": phone}, environ_base={"REMOTE_ADDR": address}
    )
    answers = [asks(f"198.51.100.{turn // 5}").status_code for turn in range(65)]
    assert answers == [303] * 60 + [429] * 5


def test_large_text_is_chosen_on_any_page_and_kept_with_the_person(make):
    community = make.community()
    member = make.member(community)
    stranger, browser = make.browser(None, community), make.browser(member, community)
    for one in (stranger, browser):
        assert 'data-text="elder"' not in one.get("").text
        assert one.post("/text-size", text_size="elder").status_code == 303
        assert 'data-text="elder"' in one.get("").text
    assert 'data-text="elder"' in make.browser(member, community).get("proposals/").text  # on another phone
    assert browser.post("/text-size", text_size="huge").status_code == 422
    browser.post("/text-size", text_size="normal")
    assert 'data-text="elder"' not in browser.get("").text


def test_an_office_that_has_ended_is_no_place_of_mine_any_more_and_one_held_twice_is_one(make):
    region, hour = make.region(), timedelta(hours=1)
    past = make.reviewer(region, since=clock.now() - 9 * hour, until=clock.now() - hour)
    assert region.name not in make.browser(past).get("/me").text
    present = make.reviewer(region)
    for back in (3, 2):
        make._global(RegionOffice(account_id=present.id, region_id=region.id, since=clock.now() - back * hour))
    assert make.browser(present).get("/me").text.count(f">{region.name}</a>") == 1
