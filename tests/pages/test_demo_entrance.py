"""The demo's role cards: one tap, from our own pages, and never over somebody real."""

import pytest

from tenants.models import Instance
from tests.support.factories import Make

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]
HERE = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}]


@pytest.fixture
def demo(fresh_app):
    """An instance that holds a demo of one role."""
    make = Make(fresh_app)
    played = make.account(is_demo=True, display_name="演员")
    facts = {"roles": [["quanhe.resident", "演员", str(played.id), "/me"]], "places": {}, "tour": {}}
    make._global(Instance(name="demo", value=facts))
    return make


def tap(make, browser, headers):
    return browser.client.post("/demo/sign-in", data={"role": "quanhe.resident"}, headers=headers).status_code


@pytest.mark.parametrize("headers", HERE)
def test_a_card_is_tapped_on_our_own_page(demo, headers):
    browser = demo.browser()
    assert tap(demo, browser, headers) == 303
    assert "演员" in browser.get("/me").text


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_card_is_not_tapped_by_another_site(demo, headers):
    real = demo.browser(demo.account(display_name="真人"))
    stranger = demo.browser()
    assert tap(demo, real, headers) == tap(demo, stranger, headers) == 403
    assert "真人" in real.get("/me").text
    assert stranger.get("/me").status_code == 303


@pytest.mark.parametrize("headers", HERE)
def test_a_card_never_replaces_somebody_real(demo, headers):
    real = demo.browser(demo.account(display_name="真人"))
    assert tap(demo, real, headers) == 409
    assert "真人" in real.get("/me").text


def test_a_printed_link_never_replaces_somebody_real_either(demo):
    from app.demo import cards

    with demo.app.app_context():
        [line] = list(cards.links(""))
    address = line.split(": ")[1]
    real, stranger = demo.browser(demo.account(display_name="真人")), demo.browser()
    assert real.get(address).status_code == 409
    assert "真人" in real.get("/me").text
    assert stranger.get(address).status_code == 303
    assert stranger.get(address).status_code == 303  # from one role into another


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("address", ["/language", "/text-size"])
def test_another_site_does_not_choose_how_one_reads(app, make, address, headers):
    browser = make.browser(make.account())
    sent = {"locale": "en", "text_size": "elder"}
    assert browser.client.post(address, data=sent, headers=headers).status_code == 403
    assert browser.client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
