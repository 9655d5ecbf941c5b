"""`people appoint`: an imported community gets its first official, a region its first reviewer."""

import json
import re

import pytest

from app.community.cli import people


def run(app, *arguments):
    return app.test_cli_runner().invoke(people, ["appoint", *arguments])


@pytest.fixture
def contact(make):
    from tests.support.factories import _serial

    return f"official-{next(_serial)}@example.org"


def test_the_first_official_comes_by_a_link_that_works_once(app, make, community, contact):
    answer = run(app, community.code, contact, "--name", "主任")
    assert answer.exit_code == 0, answer.output
    link = json.loads(answer.stdout)["link"]
    address = re.sub(r"^https?://[^/]+", "", link)

    browser = make.browser(None, community)
    assert browser.open(address).status_code == 200  # looking is not signing in
    assert browser.get("desk/members").status_code == 303
    assert browser.client.post(address, data={"agreed": "yes"}).status_code == 303
    assert browser.get("desk/members").status_code == 200
    assert "居委会" in browser.get("people").text

    second = make.browser(None, community).client.post(address, data={"agreed": "yes"})
    assert second.status_code == 410
    assert "已经用过" in second.text


def test_a_wrong_link_is_no_link(app, make, community, contact):
    address = json.loads(run(app, community.code, contact).stdout)["link"].split("127.0.0.1:8000")[1]
    browser = make.browser()
    assert browser.client.post(address + "x", data={"agreed": "yes"}).status_code == 410
    assert browser.open("/sign-in/link").status_code == 404
    assert browser.client.post(address, data={"agreed": "yes"}).location == "/me/name"  # no name was given


def test_a_reviewer_of_a_region_reads_its_desk(app, make, contact):
    region = make.region()
    address = json.loads(run(app, region.code, contact, "--name", "督导").stdout)["link"].split("127.0.0.1:8000")[1]
    browser = make.browser()
    browser.client.post(address, data={"agreed": "yes"})
    assert browser.get(f"/r/{region.code}/").status_code == 200


def test_bad_input_is_one_sentence(app, community):
    for arguments, words in (
        (("nowhere", "a@example.org"), "There is no community or region"),
        ((community.code, "no contact"), "no contact: This does not look like a phone number"),
    ):
        answer = run(app, *arguments)
        assert answer.exit_code == 2
        assert words in answer.stderr
        assert answer.stderr.count("\n") == 1
