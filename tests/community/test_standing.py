"""How somebody stands to a community before they belong to a household: each state has its words and its next step."""

import pytest

from app.access import Visitor
from app.community.models import Verification
from app.community.standing import Standing, standing
from app.core import clock

PLACE = {"asked_place": "2 号楼 1 单元 301"}


@pytest.mark.parametrize(
    ("member", "waits", "state", "may_ask"),
    [
        (None, None, Standing.NEW, True),
        ({"asked_place": None}, None, Standing.NEW, True),
        (PLACE, None, Standing.TO_BE_CHECKED, True),
        ({"asked_place": None, "refused_at": True, "refused_reason": "没有这户"}, None, Standing.TURNED_DOWN, True),
        ({"asked_place": None, "verified_at": True}, None, Standing.IN_OFFICE, True),
        (PLACE, {}, Standing.ANNOUNCED, False),
        (PLACE, {"objected_at": True}, Standing.OBJECTED_TO, False),
    ],
)
def test_each_state_says_whether_one_may_ask_again(make, member, waits, state, may_ask):
    community, now = make.community(), clock.now()
    values = {name: now if value is True else value for name, value in (member or {}).items()}
    person = make.member(community, verified=False, **values) if member is not None else None
    waiting = Verification(**dict.fromkeys(waits, now)) if waits is not None else None
    with make.inside(community):
        found = standing(make.visitor(person, community) if person is not None else Visitor(), waiting)
    assert found is state
    assert found.may_ask is may_ask


@pytest.mark.parametrize(
    ("member", "words", "forms"),
    [
        (PLACE, "Until then you can speak", 2),
        ({"asked_place": None, "refused_at": clock.now(), "refused_reason": "No such door"}, "No such door", 2),
    ],
)
def test_the_page_of_ones_place_says_how_one_stands(make, member, words, forms):
    community = make.community()
    page = make.browser(make.member(community, verified=False, **member), community, locale="en").get("join").text
    assert words in page
    assert page.count('action="/c/' + community.slug + "/join/") == forms
