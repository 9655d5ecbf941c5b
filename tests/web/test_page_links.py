"""Addresses in pages are Flask's own, only quicker."""

import uuid

import pytest
from flask import g, url_for

CASES = [
    ("proposals.index", {}),
    ("proposals.index", {"kind": "proposal"}),
    ("proposals.index", {"kind": None}),
    ("proposals.index", {"slug": "another"}),
    ("proposal_page.show", {"number": 12}),
    ("proposal_page.show", {"number": 12, "_anchor": "statements"}),
    ("pages.find", {"q": "名字 & more"}),
    ("deliberation.react", {"statement_id": uuid.UUID(int=7)}),
    ("accounts.sign_in", {"next": "/c/x/polls/3?a=b"}),
    ("oversight.desk", {"region_code": "3701"}),
    ("static", {"filename": "style.css"}),
]


@pytest.mark.parametrize(("endpoint", "values"), CASES)
@pytest.mark.parametrize("root", ["", "/under"])
def test_an_address_in_a_page_is_the_one_flask_makes(app, endpoint, values, root):
    with app.test_request_context("/c/place/", base_url=f"http://localhost{root}"):
        g.slug, g.region_code = "place", None
        assert app.jinja_env.globals["url_for"](endpoint, **values) == url_for(endpoint, **values)


def test_a_name_in_large_letters_leads_to_the_place(make):
    community = make.community(slug="ash-grove-7")
    browser = make.browser(None, community)
    answer = browser.client.get("/c/Ash-GROVE-7/polls/?a=1")
    assert (answer.status_code, answer.location.partition("?")[0]) == (308, "/c/ash-grove-7/polls/")
    assert browser.client.get("/c/ASH-grove-8/").status_code == 404
