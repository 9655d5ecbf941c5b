"""Whoever changes how they read comes back to a page, whatever they had sent there."""

import pytest

from app.proposals.models import Kind, Proposal, State


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("join/place", "join"),
        ("proposals/{number}/endorsement", "proposals/{number}"),
        ("proposals/new?kind=request", "proposals/new?kind=request"),
        ("join/code", "join"),
        ("", ""),
    ],
)
def test_a_language_is_chosen_on_a_page_that_answered_a_form(make, community, sent_to, page):
    member = make.member(community)
    number = make.row(Proposal, community, author_id=member.id, kind=Kind.PROPOSAL, state=State.OPEN).number
    browser = make.browser(member, community)
    before = {
        "Referer": "http://localhost" + browser.path(sent_to.format(number=number)),
        "Sec-Fetch-Site": "same-origin",
    }
    answer = browser.client.post("/language", data={"locale": "en"}, headers=before)
    assert answer.location == browser.path(page.format(number=number))


@pytest.mark.parametrize("before", ["", "nonsense", "http://localhost/no/such/page", "http://localhost//evil.example/"])
def test_from_nowhere_it_leads_to_the_front_page(make, before):
    headers = {"Referer": before, "Sec-Fetch-Site": "same-origin"}
    answer = make.browser().client.post("/text-size", data={"text_size": "elder"}, headers=headers)
    assert answer.location == "/"
