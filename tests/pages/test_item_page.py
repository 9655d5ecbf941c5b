"""The head of an item's page: what it is, who acts next and by when, and how it ended."""

from datetime import timedelta

import pytest

from app.core import clock
from app.proposals.models import Kind, Proposal, State

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "says", "says_not"),
    [
        ({"answer_due_at": 3 * DAY}, "Next step", "Overdue"),
        ({"answer_due_at": -DAY}, "Overdue", "Next step"),
        ({"state": State.DECLINED}, "Declined, with the reason", "Overdue"),
        (
            {"private": True, "answer_due_at": DAY, "kind": Kind.REQUEST},
            "only you and the committee see this",
            "Proposal",
        ),
    ],
)
def test_the_page_says_where_a_matter_stands(make, given, says, says_not):
    community, now = make.community(), clock.now()
    values = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": now, "endorsements_needed": 5} | {
        name: now + one if isinstance(one, timedelta) else one for name, one in given.items()
    }
    matter = make.row(Proposal, community, **values)
    page = make.browser(make.official(community), community, locale="en").get(f"proposals/{matter.number}").text
    head = page.split('<div class="cols')[0].split("<h1")[0] + page.split("<h1")[1].split('<div class="cols')[0]
    assert says in head
    assert says_not not in head.split("<main")[1]


def test_support_is_offered_while_it_is_gathered(make):
    community = make.community()
    pages = {}
    for state in (State.OPEN, State.DELIBERATING):
        matter = make.row(Proposal, community, kind=Kind.PROPOSAL, state=state, visible_at=clock.now())
        pages[state] = make.browser(make.member(community), community).get(f"proposals/{matter.number}").text
    assert "endorsement" in pages[State.OPEN]
    assert "endorsement" not in pages[State.DELIBERATING]
