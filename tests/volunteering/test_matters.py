"""A shift that is for a matter stands on its page."""

from datetime import timedelta

import pytest

from app.community.models import PostKind
from app.core import clock
from app.proposals.models import Kind, Proposal, State

SHIFT = {
    "kind": "shift", "title": "看护现场", "place": "1 号楼", "begins": "09:00", "ends": "11:00", "places": "3",
}  # fmt: skip


@pytest.fixture
def town(make):
    community = make.community()
    author = make.member(community)
    shown = {"author_id": author.id, "kind": Kind.PROPOSAL, "visible_at": clock.now(), "title": "楼道装灯"}
    return community, make.official(community, PostKind.GRID_WORKER), shown


def soon():
    return (clock.now() + timedelta(days=3)).date().isoformat()


@pytest.mark.parametrize("state", [State.OPEN, State.DELIVERING])
def test_a_shift_posted_from_a_matter_stands_on_its_page(make, town, state):
    community, organiser, shown = town
    item = make.row(Proposal, community, state=state, **shown)
    browser = make.browser(organiser, community)
    page = browser.get(f"proposals/{item.number}").text
    assert f"volunteering/new?about={item.number}" in page
    assert "为第" in browser.get(f"volunteering/new?about={item.number}").text
    assert browser.post(f"volunteering/new?about={item.number}", day=soon(), **SHIFT).status_code == 303
    assert "看护现场" in make.browser(None, community).get(f"proposals/{item.number}").text


def test_no_shift_is_for_what_is_private_over_or_not_there(make, town):
    community, organiser, shown = town
    browser = make.browser(organiser, community)
    private = make.row(Proposal, community, **(shown | {"private": True, "kind": Kind.REQUEST}))
    over = make.row(Proposal, community, state=State.CLOSED, **shown)
    for number in (private.number, over.number, over.number + 1, 10**30):
        assert browser.get(f"volunteering/new?about={number}").status_code == 404, number
    assert "为这件事发布班次" not in browser.get(f"proposals/{over.number}").text


def test_residents_are_not_offered_to_post_one(make, town):
    community, _, shown = town
    item = make.row(Proposal, community, **shown)
    assert (
        "volunteering/new?about"
        not in make.browser(make.member(community), community).get(f"proposals/{item.number}").text
    )
