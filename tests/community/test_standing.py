"""How somebody stands to a community before they belong to a household: each state has its words and its next step."""

from datetime import timedelta

import pytest

from app.access import Visitor
from app.community.models import Post, PostKind, PostTerm, Verification
from app.community.standing import Standing, standing
from app.core import clock
from app.volunteering.models import Shift

PLACE = {"asked_place": "2 号楼 1 单元 301"}


@pytest.mark.parametrize(
    ("member", "waits", "state", "may_ask"),
    [
        (None, None, Standing.NEW, True),
        ({"asked_place": None}, None, Standing.NEW, True),
        (PLACE, None, Standing.TO_BE_CHECKED, True),
        ({"asked_place": None, "refused_at": True, "refused_reason": "没有这户"}, None, Standing.TURNED_DOWN, True),
        ({"asked_place": None, "verified_at": True}, None, Standing.NEW, True),
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


def test_who_holds_a_post_without_living_here_is_there_for_it_alone(make, community):
    official = make.official(community)
    with make.inside(community):
        assert standing(make.visitor(official, community), None) is Standing.IN_OFFICE


@pytest.mark.parametrize(("begins", "ends"), [(-30, -1), (1, 30)], ids=["it has ended", "it has not begun"])
def test_who_was_verified_for_a_post_alone_belongs_here_as_long_as_they_hold_it(make, begins, ends):
    community = make.community(members_only=True)
    person = make.member(community, verified=False, asked_place=None, verified_at=clock.now(), staff=True)
    today = clock.local(clock.now(), community.zone).date()
    post = make.row(Post, community, kind=PostKind.COMMITTEE)
    days = {"since": today + timedelta(days=begins), "until": today + timedelta(days=ends)}
    make.row(PostTerm, community, membership_id=person.id, post_id=post.id, **days)
    browser = make.browser(person, community)
    assert browser.get("proposals/").status_code == 403
    shift = make.row(Shift, community, starts_at=clock.now() + timedelta(days=1), places=3)
    assert browser.post(f"volunteering/shifts/{shift.number}/sign-up").status_code == 403
    assert "join/place" in browser.get("join").text


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
