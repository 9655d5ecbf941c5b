"""Pages say and show only what the product keeps."""

import re

import pytest

from app.community.models import PostKind
from app.core import clock
from app.proposals.models import Category, Kind, Proposal, State
from app.volunteering.models import Shift, SignUp, SignUpState
from tests.support.village import FEATURES, ROLES, addresses, village_of

NOT_KEPT = (  # what no page can hold: there is no such page, no such order, and whoever has the keys can draw the lot again
    "only the person and the direct superior", "seen by the person and the direct superior", "support stand first", "support first",
    "Nobody knows who was drawn", "Twice a year", "只有本人和直接上级看得到", "需要支持的", "谁也不知道抽中了谁", "每年两次", "只有你们两人",
)  # fmt: skip


@pytest.mark.sqlite_only
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("feature", FEATURES)
def test_no_page_promises_what_the_product_does_not_keep(app, make, feature, locale):
    """SQLite alone: the same pages come from both."""
    village = village_of(make)
    pages = list(addresses(app, village.region, village.community, village.rows, feature))
    for role in ROLES:
        browser = make.browser(village.people[role], village.community, locale=locale)
        for endpoint, address in pages:
            text = browser.get(address).text
            assert not [words for words in NOT_KEPT if words in text], f"{role} {endpoint}"


def test_a_drawing_stands_for_no_photo_while_something_is_still_broken(make, community):
    shown = {
        "author_id": make.member(community).id,
        "kind": Kind.REQUEST,
        "category": Category.LAMP,
        "visible_at": clock.now(),
    }
    browser = make.browser(None, community)
    for state, drawn in ((State.OPEN, False), (State.DELIVERING, False), (State.CONFIRMED, True)):
        item = make.row(Proposal, community, state=state, **shown)
        page = browser.get(f"proposals/{item.number}").text
        assert bool(re.search(r'class="pic"', page)) is drawn, state


def test_who_was_missing_is_told_who_sees_that(make, community):
    """The organiser marks it, and whoever is of the committee may: both are named."""
    organiser, absent = make.official(community, PostKind.GRID_WORKER), make.member(community)
    shift = make.row(Shift, community, organiser_id=organiser.id)
    make.row(SignUp, community, shift_id=shift.id, membership_id=absent.id, state=SignUpState.ABSENT)
    committee = make.browser(make.official(community), community, locale="en")
    assert committee.get(f"volunteering/shifts/{shift.number}/attendance").status_code == 200
    page = make.browser(absent, community, locale="en").get(f"volunteering/shifts/{shift.number}").text
    assert "Only you, the organiser and the office see this" in page
    assert (
        absent.name
        not in make.browser(make.member(community), community).get(f"volunteering/shifts/{shift.number}").text
    )
