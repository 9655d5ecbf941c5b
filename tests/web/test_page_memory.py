"""Pages of strangers come from memory for a few seconds; nobody else's ever do."""

import pytest

from app.core import clock
from app.proposals.models import Kind, Proposal, State


@pytest.fixture
def remembered(app):
    """The memory is on for this test alone, and empty."""
    app.extensions.pop("page_memory", None)
    app.config["PAGES_KEPT_SECONDS"] = 60
    yield app
    app.config["PAGES_KEPT_SECONDS"] = 0
    app.extensions.pop("page_memory", None)


@pytest.fixture
def place(make):
    community = make.community()
    asked(make, community, "第一件")
    return community


def asked(make, community, title):
    person = make.member(community)
    return make.row(
        Proposal,
        community,
        author_id=person.id,
        kind=Kind.REQUEST,
        state=State.OPEN,
        visible_at=clock.now(),
        title=title,
    )


def texts(app, community, **headers):
    answer = app.test_client().get(f"/c/{community.slug}/proposals/", headers=headers)
    return answer.get_data(as_text=True)


def test_a_burst_of_strangers_is_served_one_page(remembered, make, place):
    before = texts(remembered, place)
    asked(make, place, "第二件")
    assert texts(remembered, place) == before
    assert "第二件" not in before


def test_nothing_is_kept_unless_asked_for_under_tests(app, make, place):
    texts(app, place)
    asked(make, place, "第二件")
    assert "第二件" in texts(app, place)


def test_after_its_seconds_a_page_is_drawn_anew(remembered, make, place):
    remembered.config["PAGES_KEPT_SECONDS"] = 0.001
    texts(remembered, place)
    asked(make, place, "第二件")
    assert "第二件" in texts(remembered, place)


def test_whoever_is_signed_in_never_gets_a_kept_page_and_leaves_none(remembered, make, place):
    person = make.member(place)
    texts(remembered, place)
    asked(make, place, "第二件")
    assert "第二件" in make.browser(person, place).get("proposals/").text
    assert "退出登录" not in texts(remembered, place)


@pytest.mark.parametrize("cookie", [("gongzhi", "x"), ("remember_token", "x"), ("other", "x")])
def test_any_cookie_but_how_one_reads_goes_round_the_memory(remembered, make, place, cookie):
    texts(remembered, place)
    asked(make, place, "第二件")
    client = remembered.test_client()
    client.set_cookie(*cookie)
    assert "第二件" in client.get(f"/c/{place.slug}/proposals/").get_data(as_text=True)


@pytest.mark.parametrize("size", ["normal", "elder"])
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_language_and_text_size_have_pages_of_their_own(remembered, place, locale, size):
    texts(remembered, place)
    client = remembered.test_client()
    client.set_cookie("locale", locale)
    client.set_cookie("text_size", size)
    page = client.get(f"/c/{place.slug}/proposals/").get_data(as_text=True)
    assert ("Sign in" in page) == (locale == "en")
    assert ('data-text="elder"' in page) == (size == "elder")


def test_the_browsers_language_has_a_page_of_its_own(remembered, place):
    assert "登录" in texts(remembered, place, **{"Accept-Language": "zh-CN"})
    assert "Sign in" in texts(remembered, place, **{"Accept-Language": "en-GB"})


def test_a_page_with_a_form_is_drawn_for_each(remembered):
    first, second = (remembered.test_client().get("/sign-in") for _ in range(2))
    assert "Set-Cookie" in first.headers
    assert "Set-Cookie" in second.headers
    assert token(first) != token(second)


def token(answer):
    return answer.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]


def test_what_is_kept_sets_no_cookie_and_carries_every_header(remembered, place):
    client = remembered.test_client(use_cookies=False)
    first, second = (client.get(f"/c/{place.slug}/proposals/", headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert second.data == first.data
    assert "Set-Cookie" not in second.headers
    assert second.headers["Content-Encoding"] == "gzip"
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert sorted(second.headers) == sorted(first.headers)


def test_what_is_not_there_is_not_kept(remembered):
    for _ in range(2):
        assert remembered.test_client().get("/c/nowhere/proposals/").status_code == 404
    assert not remembered.extensions["page_memory"].size
