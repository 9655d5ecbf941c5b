"""Nothing of anyone is kept before they were told who keeps it, and agreed; where nobody says who, nothing is kept at all."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts import appointments, operations
from app.accounts.contacts import Contact
from app.accounts.models import Account, Appointment, LoginSession
from app.community.cli import people
from app.core import clock
from app.operating import first_steps, health
from app.privacy import texts
from app.privacy.models import Consent
from tenants import db, profiles
from tenants.models import Instance
from tests.accounts.steps import code_in
from tests.support.factories import Make
from tests.support.instances import OPERATOR


@pytest.fixture
def nameless(app, monkeypatch):
    """The same instance, whose operator has not said who they are."""
    empty = dict.fromkeys(map(str.lower, OPERATOR))
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **empty))
    return app


def consents(app, contact):
    with app.app_context(), db.unbound():
        index = Contact("phone", f"+86{contact}").index
        account = db.session.scalars(select(Account).where(Account.phone_index == index)).one()
        return list(db.session.scalars(select(Consent).where(Consent.account_id == account.id)))


def test_before_a_contact_is_typed_the_page_says_who_what_for_and_where_all_of_it_stands(stranger):
    page = stranger.get("/sign-in").text
    assert OPERATOR["OPERATOR_NAME"] in page
    for address in ("/privacy", "/terms"):
        assert f'href="{address}"' in page
        assert stranger.get(address).status_code == 200
    notice = stranger.get("/privacy").text
    for said in (*OPERATOR.values(), "保存多久", "给谁看", "您的权利", "未满十四周岁"):
        assert said in notice


def test_without_consent_nobody_signs_in_and_with_it_its_day_and_version_are_kept(app, stranger, sent, phone):
    refused = stranger.post("/sign-in", contact=phone)
    assert (refused.status_code, len(sent)) == (422, 0)
    stranger.post("/sign-in", agreed="yes", contact=phone)
    stranger.post("/sign-in/code", code=code_in(sent))
    [kept] = consents(app, phone)
    assert (kept.kind, kept.withdrawn_at) == ("notice", None)
    assert clock.now() - kept.agreed_at < timedelta(minutes=5)
    assert f"/privacy?version={kept.version}" in stranger.get("/me/consents").text


def test_a_new_version_is_asked_for_at_the_next_sign_in_and_the_same_one_is_kept_once(
    app, make, sent, phone, monkeypatch
):
    for turn in (1, 2):
        browser = make.browser()
        browser.post("/sign-in", agreed="yes", contact=phone)
        browser.post("/sign-in/code", code=code_in(sent))
        assert len(consents(app, phone)) == 1, turn
    old = browser.get("/sign-in").text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', old)[1]
    changed = replace(app.config["SETTINGS"], operator_contact="0531-87654321")
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    other = make.browser()
    stale = other.post("/sign-in", agreed="yes", shown=shown, contact=phone)
    assert (stale.status_code, "改过" in stale.text) == (409, True)
    with clock.at(clock.now() + timedelta(hours=2)):  # as many codes as go to one contact in an hour were sent
        other.post("/sign-in", agreed="yes", contact=phone)
        other.post("/sign-in/code", code=code_in(sent))
    assert len(consents(app, phone)) == 2


def test_a_code_is_not_taken_from_a_browser_that_agreed_to_another_text(app, stranger, sent, phone, monkeypatch):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], operator_name="别的单位"))
    assert stranger.post("/sign-in/code", code=code_in(sent)).location == "/sign-in"


def test_consent_is_withdrawn_by_oneself_and_ends_every_session(app, stranger, sent, phone):
    stranger.post("/sign-in", agreed="yes", contact=phone)
    stranger.post("/sign-in/code", code=code_in(sent))
    assert "确定" in stranger.post("/me/consents/end").text
    assert stranger.post("/me/consents/end", sure="yes").status_code == 303
    assert stranger.get("/me").status_code == 303
    assert consents(app, phone)[0].withdrawn_at is not None
    stranger.post("/sign-in", agreed="yes", contact=phone)
    stranger.post("/sign-in/code", code=code_in(sent))
    assert [one.withdrawn_at is None for one in consents(app, phone)].count(True) == 1


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_where_the_operator_is_nameless_no_account_and_no_contact_is_taken(nameless, make, locale, phone):
    browser = make.browser(locale=locale)
    for answer in (browser.get("/sign-in"), browser.post("/sign-in", agreed="yes", contact=phone)):
        assert answer.status_code == 503
        assert ("还没有写明" if locale == "zh_Hans" else "has not said yet") in answer.text
    assert browser.get("/").status_code == browser.get("/privacy").status_code == 200
    assert ("还没有填写" if locale == "zh_Hans" else "not said yet") in browser.get("/privacy").text


def test_a_link_is_not_taken_up_and_none_is_made_where_the_operator_is_nameless(nameless, make, community):
    with nameless.app_context(), db.unbound(write=True):
        office = appointments.Office(community, "committee", "书记")
        made, secret = appointments.appoint(office, Contact("email", f"a{community.slug}@example.org"))
        db.commit()
    address = appointments.link("", made, secret)
    assert make.browser().post(address, agreed="yes").status_code == 503
    answer = nameless.test_cli_runner().invoke(people, ["appoint", community.code, "b@example.org"])
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert "OPERATOR_NAME" in answer.stderr


def test_the_operator_is_told_which_settings_are_empty(nameless, make):
    with nameless.app_context():
        said = [first_steps.to_do(first_steps.SERVE), *health.concerns()]
    named = [line for line in said if "OPERATOR_NAME, OPERATOR_ADDRESS, OPERATOR_CONTACT, OPERATOR_ICP" in line]
    assert len(named) == 2
    ready = make.browser().client.get("/readyz")
    assert (ready.status_code, "OPERATOR_ICP" in ready.text) == (200, True)


@pytest.mark.parametrize(
    "address", ["/", "/find", "/sign-in", "/nowhere", "/c/{slug}/", "/c/{slug}/proposals/", "/r/{code}/"]
)
def test_every_page_says_who_runs_it_and_leads_to_complaints(make, community, address):
    region = make.region_of(community)
    page = make.browser(make.reviewer(region)).get(address.format(slug=community.slug, code=region.code)).text
    foot = page.split("<footer")[1]
    for said in (*OPERATOR.values(), 'href="/complaints"', 'href="/privacy"', 'href="/terms"', 'href="/accessibility"'):
        assert said in foot or said == OPERATOR["OPERATOR_CONTACT"]
    assert "0531" in foot


def test_where_to_complain_is_said_signed_out_too(make):
    page = make.browser().get("/complaints").text
    assert "tel:" in page
    assert "12345" in page


def test_every_profile_has_every_text_in_both_languages_and_the_same_parts():
    for name in profiles.names():
        for kind in texts.KINDS:
            for version in texts.versions(name, kind):
                both = [texts.text(name, kind, version, language, None) for language in texts.LANGUAGES]
                shapes = [[part.shape for part in one.parts] for one in both]
                assert shapes[0] == shapes[1], (name, kind)
                assert [len(part.words) for part in both[0].parts] == [len(part.words) for part in both[1].parts]
                assert "{" not in str(both)


def test_the_version_of_a_day_is_the_newest_whose_day_has_come(tmp_path, monkeypatch):
    for day in ("2026-01-01", "2026-06-01"):
        for language in texts.LANGUAGES:
            (tmp_path / "xx").mkdir(exist_ok=True)
            (tmp_path / "xx" / f"privacy.{day}.{language}.md").write_text(f"# {day}")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    found = [
        texts.in_force("xx", "privacy", date.fromisoformat(day)) for day in ("2025-12-31", "2026-05-31", "2026-06-01")
    ]
    assert found == ["2026-01-01", "2026-01-01", "2026-06-01"]
    (tmp_path / "xx" / "privacy.2026-06-01.en.md").unlink()
    texts.versions.cache_clear()
    with pytest.raises(LookupError, match=r"privacy\.2026-06-01\.en\.md"):
        texts.versions("xx", "privacy")


def test_what_the_notice_says_is_deleted_after_a_time_is(app, make, community):
    account, long_ago = make.account(), clock.now() - timedelta(days=40)
    ended = make._global(
        LoginSession(account_id=account.id, created_at=long_ago, expires_at=clock.now(), ended_at=long_ago)
    )
    running = make._login(account.id)
    with app.app_context(), db.unbound(write=True):
        office = appointments.Office(community, "committee", "书记")
        with clock.at(long_ago):
            old, _ = appointments.appoint(office, Contact("email", "old@example.org"))
        new, _ = appointments.appoint(office, Contact("email", "new@example.org"))
        operations.forget_sessions()
        appointments.forget_old()
        db.commit()
        db.session.expire_all()
        assert db.session.get(LoginSession, ended.id) is None
        assert db.session.get(LoginSession, running.id) is not None
        assert db.session.get(Appointment, old.id) is None
        assert db.session.get(Appointment, new.id) is not None


def test_what_is_sensitive_in_a_private_request_is_consented_to_apart(app, make, community):
    member = make.member(community)
    browser = make.browser(member, community)
    asking = {"title": "家里有病人", "text": "想请人帮忙", "category": "other", "kind": "request"}
    for given, kept in (({}, 0), ({"sensitive": "y"}, 0), ({"private": "y", "sensitive": "y"}, 1)):
        assert browser.post("proposals/new?kind=request", **asking, **given).status_code == 303
        with app.app_context(), db.unbound():
            mine = select(Consent).where(Consent.account_id == member.account_id, Consent.kind == "sensitive")
            assert len(db.session.scalars(mine).all()) == kept
    assert "敏感情况" in browser.get("/me/consents").text


def test_the_demo_takes_people_by_an_operator_that_is_plainly_invented(fresh_app, monkeypatch):
    empty = dict.fromkeys(map(str.lower, OPERATOR))
    monkeypatch.setitem(fresh_app.config, "SETTINGS", replace(fresh_app.config["SETTINGS"], **empty))
    browser = Make(fresh_app).browser()
    assert browser.get("/sign-in").status_code == 503
    with fresh_app.app_context(), db.unbound(write=True):
        db.session.add(Instance(name="demo", value={"roles": [], "places": {}, "tour": {}}))
        db.commit()
    page = browser.get("/sign-in")
    assert (page.status_code, "虚构的区办（演示）" in page.text) == (200, True)
    assert "虚构" in browser.get("/privacy").text
    assert browser.post("/sign-in", agreed="yes", contact="13800138000").status_code == 303
