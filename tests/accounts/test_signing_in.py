"""Signing in by one-time code, and everything that can be typed wrong."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from app.accounts.contacts import read
from app.accounts.models import Account, LoginSession
from app.community.models import Membership
from app.core import clock
from app.core.refusal import Refused
from app.web import limits
from tenants import db
from tenants.models import RateCount, RegionOffice
from tests.accounts.steps import code_in, wrong


def test_a_first_sign_in_makes_an_account_and_asks_for_a_name(app, stranger, sent, phone):
    asked = stranger.post("/sign-in", agreed="yes", contact=phone)
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
        browser.post("/sign-in", agreed="yes", contact=phone)
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


@pytest.mark.parametrize("typed", ["", "12345", "abc", "a@b", "陈女士", "1" * 119, "a@" + "b" * 110 + ".org"])
def test_what_is_no_contact_is_said_and_kept(stranger, sent, typed):
    answer = stranger.post("/sign-in", agreed="yes", contact=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text or not typed
    assert not sent


def test_an_oversized_contact_is_refused(stranger, sent):
    assert stranger.post("/sign-in", agreed="yes", contact="1" * 121).status_code == 422
    assert not sent


def test_bytes_that_are_no_utf8_are_refused(app, stranger):
    answer = stranger.client.post(
        "/sign-in", data=b"agreed=yes&contact=%ff%fe", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_a_wrong_code_is_said_beside_its_field(stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    page = stranger.post("/sign-in/code", code=wrong(code_in(sent))).text
    typed = re.search(r'<input[^>]*name="code"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in typed
    assert "4 次" in page[page.index("</ul>") : page.index(typed)]


def test_ones_own_page_leads_to_ones_own_matters(make, community):
    page = make.browser(make.member(community), community).get("/me").text
    assert f'href="/c/{community.slug}/mine"' in page


def test_sign_in_leads_back_to_where_one_was(make, community, sent, phone):
    browser = make.browser(None, community)
    asked = browser.get("join", code="ABC")
    assert asked.status_code == 303
    browser.open(asked.location)
    browser.post("/sign-in", agreed="yes", contact=phone)
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
        "/\nevil",
        "/\x85evil",
        "/ok\r\nSet-Cookie: a=b",
        "/" + "a" * 600,
    ],
)
def test_sign_in_leads_nowhere_else(make, sent, phone, address):
    browser = make.browser()
    browser.get("/sign-in", next=address)
    browser.post("/sign-in", agreed="yes", contact=phone)
    browser.post("/sign-in/code", code=code_in(sent))
    assert browser.post("/me/name", name="林先生").location == "/"


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
    assert here.get("/me").text.count("日起") >= 2
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


def test_every_step_names_the_community_and_what_one_came_for_and_then_it_goes_on(make, community, sent, phone):
    browser = make.browser(None, community, locale="en")
    asked = browser.get("proposals/new", kind="proposal")
    steps = [browser.open(asked.location)]
    browser.post("/sign-in", agreed="yes", contact=f"+86{phone}")
    steps.append(browser.get("/sign-in/code"))
    browser.post("/sign-in/code", code=code_in(sent))
    steps.append(browser.get("/me/name"))
    assert all(f"{community.name} · Sign in to ask or to propose something" in step.text for step in steps)
    assert browser.post("/me/name", name="Lin").location == f"/c/{community.slug}/proposals/new?kind=proposal"


def test_who_tapped_a_button_signed_out_comes_back_to_the_page_where_it_stands(make, community):
    browser = make.browser(None, community, locale="en")
    page = f"/c/{community.slug}/polls/7?from=list"
    answer = browser.client.post(f"/c/{community.slug}/join/code", headers={"Referer": f"http://localhost{page}"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query) == {"next": [page], "wish": ["JOIN"]}
    elsewhere = browser.client.post(
        f"/c/{community.slug}/join/code", headers={"Referer": "https://evil.example//x.example"}
    )
    browser.open(elsewhere.location)
    with browser.client.session_transaction() as session:
        assert session["next"] == "/"


def test_a_wish_nobody_knows_says_nothing(make):
    assert "<script" not in make.browser().get("/sign-in", next="/", wish="<script>").text.split("<main")[1]


def test_a_region_is_named_too(make, sent):
    region = make.region()
    assert region.name in make.browser().get("/sign-in", next=f"/r/{region.code}/").text


def test_a_bare_number_is_read_in_the_region_of_the_community_not_of_the_language(make, sent):
    abroad = make.community(profile="generic", zone="Europe/London")
    for locale in ("zh_Hans", "en"):
        browser = make.browser(locale=locale)
        browser.get("/sign-in", next=f"/c/{abroad.slug}/")
        assert browser.post("/sign-in", agreed="yes", contact="07400 123456").status_code == 303
        assert sent[-1][:2] == ("phone", "+447400123456")
        assert browser.post("/sign-in", agreed="yes", contact="13800138000").status_code == 422


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_elsewhere_it_is_read_in_the_region_of_the_instance(make, sent, locale):
    browser = make.browser(locale=locale)
    assert browser.post("/sign-in", agreed="yes", contact="13800138000").status_code == 303
    assert sent[-1][:2] == ("phone", "+8613800138000")
    assert browser.post("/sign-in", agreed="yes", contact="07400 123456").status_code == 422
    assert browser.post("/sign-in", agreed="yes", contact="+44 7400 123456").status_code == 303


@pytest.mark.parametrize(
    "number",
    ["0531-8888 8888", "(0531) 88888888", "+86 531 8888 8888", "400-123-4567", "800 810 8888", "+44 20 7946 0018"],
)
def test_a_number_no_message_reaches_is_refused_with_what_to_do_instead(make, sent, number):
    answer = make.browser(locale="en").post("/sign-in", agreed="yes", contact=number)
    assert answer.status_code == 422
    assert "type a mobile number or an e-mail address" in answer.text
    assert "call the committee" in answer.text
    assert not sent


@pytest.mark.parametrize("way", ["/sign-out", "/me/sessions/end"])
def test_who_signs_out_leaves_no_page_behind_to_go_back_to(make, community, way):
    answer = make.browser(make.member(community), community).post(way)
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_an_address_that_few_servers_take_is_refused_before_a_code_is_promised(stranger, sent):
    assert stranger.post("/sign-in", agreed="yes", contact="用户@example.org").status_code == 422
    assert read("anna@bücher.example", "CN") == read("ANNA@xn--bcher-kva.example", "CN")


@pytest.mark.parametrize(
    "name",
    [
        "居委会",
        "居委会主任",
        "Residents\u2019 committee",
        "GRID  Worker",
        "村务监督委员会老李",
        "居 委 会",
        "居委會主任",
        "居務監督委員會",
        "\U0001d402ommittee",
        "網格員",
    ],
)
def test_nobody_goes_by_the_name_of_an_office(make, community, name):
    member = make.member(community)
    answer = make.browser(member, community).post("/me/name", name=name)
    assert answer.status_code == 422
    assert name.split()[0] in answer.text
    with make.inside(community):
        assert db.session.get_one(Membership, (community.id, member.id)).name == member.name


def test_a_word_that_merely_sounds_like_one_is_a_name(make, community):
    assert make.browser(make.member(community), community).post("/me/name", name="Committeeman Wang").status_code == 303


def test_who_went_on_without_a_name_is_asked_for_it_before_all_else(make, community):
    browser = make.browser(make.account(display_name=""), community)
    asked = browser.get("join?code=ABC")
    assert (asked.status_code, asked.location) == (303, "/me/name")
    assert browser.post("/me/name", name="陈女士").location == browser.path("join?code=ABC")
    assert browser.get("join?code=ABC").status_code == 200


def test_counts_of_requests_name_neither_an_address_nor_a_browser(app, make, community, monkeypatch):
    monkeypatch.setattr(limits.limiter, "enabled", True)
    person = make.browser(make.member(community), community)
    with person.client.session_transaction() as session:
        browser = session["_user_id"]
    away = {"REMOTE_ADDR": "198.51.100.7"}
    person.client.post(person.path("join/code"), data={"code": "23456789AB"}, environ_base=away)
    make.browser().client.post("/sign-in", data={"contact": "13800138000"}, environ_base=away)
    make.browser().client.get("/find?q=quanhe", environ_base=away)
    with app.app_context(), db.unbound():
        keys = " ".join(db.session.scalars(select(RateCount.key)))
    assert "community.redeem" in keys
    assert "accounts.sign_in" in keys
    assert not [name for name in ("198.51.100.7", browser) if name in keys]
