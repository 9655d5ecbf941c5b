"""A form that was sent back: every error beside its field, the page open at the first, and nothing asked that is not needed."""

import re

import pytest

from app.core import clock
from app.proposals.models import Kind, Proposal, State

AUTOFOCUS = re.compile(r"<(?:input|textarea|select)[^>]*\bautofocus\b[^>]*>")


@pytest.fixture
def answering(make):
    """The committee's form of an answer to a request."""
    community = make.community()
    request = make.row(
        Proposal, community, kind=Kind.REQUEST, state=State.OPEN, visible_at=clock.now(),
        answer_due_at=clock.due_after_days(clock.now(), 5, community.zone),
    )  # fmt: skip
    return make.browser(make.official(community), community, locale="en"), f"proposals/{request.number}/answer"


def beside(page, name):
    """What stands beside a field as its error; "" where nothing does."""
    found = re.search(rf'id="{name}-error">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        ({"kind": "transfer"}, "body", "Please choose the body it goes to."),
        ({"kind": "accept"}, "due", "Please say by when it will be done."),
        ({"kind": "accept", "due": "2020-01-01"}, "due", "The date is past."),
        ({"kind": "refuse", "text": ""}, "text", "Please write the answer."),
    ],
)
def test_an_error_stands_beside_its_field_and_the_page_opens_there(answering, given, name, words):
    committee, address = answering
    page = committee.post(address, **{"text": "We look at it on Monday."} | given)
    assert page.status_code == 422
    assert words in beside(page.text, name)
    assert f'<a href="#{name}">' in page.text
    opens_at = AUTOFOCUS.findall(page.text)
    assert len(opens_at) == 1
    assert f'id="{name}"' in opens_at[0]


def test_of_several_errors_the_page_opens_at_the_first(answering):
    committee, address = answering
    page = committee.post(address, text="").text
    assert beside(page, "kind")
    assert beside(page, "text")
    assert ['id="kind-0"' in one for one in AUTOFOCUS.findall(page)] == [True]


def test_what_only_one_answer_needs_is_never_called_optional(answering):
    committee, address = answering
    page = committee.get(address).text
    assert "(optional)" not in page
    for name, answer in (("body", "kind=transfer"), ("due", "kind=accept")):
        assert re.search(rf'data-when="{answer}"[^>]*>\s*<label for="{name}">', page)
    assert not AUTOFOCUS.findall(page)
