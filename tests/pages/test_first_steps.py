"""A new community's desk: six steps until neighbours find something there."""

import re

import pytest

from app.community.models import Grid, PostKind
from tenants import db
from tenants.models import RegionRole
from tests.oversight.test_opening import link_in
from tests.polls.steps import open_poll

HEADING = "6 steps, then the neighbours come in"


@pytest.fixture
def new(make):
    """Opened by its first committee member, and nothing in it yet."""
    community = make.community(households=0)
    official = make.official(community)
    with make.inside(community):
        for grid in db.session.query(Grid):
            db.session.delete(grid)
        db.commit()
    return community, make.browser(official, community, locale="en")


def state(page):
    return dict(
        re.findall(r'<h3 class="row-title"><a href="[^"]+">([^<]+)</a></h3><p class="meta">(done|not yet)</p>', page)
    )


def test_each_step_is_done_by_the_act_it_names_and_the_last_one_leaves_the_desk(make, new):
    community, browser = new

    def done():
        page = browser.get("desk/").text
        assert (HEADING in page) == ("not yet" in page)
        return [title for title, said in state(page).items() if said == "done"]

    assert (done(), len(state(browser.get("desk/").text))) == ([], 6)
    assert browser.post("desk/grids", name="东区").status_code == 303
    assert done() == ["Parts of the community"]
    [grid] = re.findall(r'<option value="(\w{26})"', browser.get("desk/households").text)
    doors = {"grid": grid, "building": "1", "unit": "1", "room": "101\n102", "adults": "2"}
    assert browser.post("desk/households", **doors).status_code == 303
    make.official(community, PostKind.GRID_WORKER)
    assert done() == ["Parts of the community", "Buildings and households", "Those who serve here"]
    assert browser.post("board/new", kind="notice", title="我们来了", text="在这里可以提事").status_code == 303
    assert done()[-1] == "A first notice"
    open_poll(make, (community, None, make.official(community)), "STRAW")
    assert done()[-1] == "A first question to all"
    make.member(community)
    assert HEADING not in browser.get("desk/").text


def test_the_next_step_is_the_first_that_is_not_done_and_leads_to_its_page(new):
    page = new[1].get("desk/").text
    [(href, words)] = re.findall(
        r'Next step.*?<a class="button[^"]*" href="([^"]+)"[^>]*>\s*([^<]+?)\s*</a>', page, re.DOTALL
    )
    assert (href.endswith("/desk/households"), words) == (True, "Name the parts")


def test_only_the_committee_opens_a_community(make, new):
    worker = make.official(new[0], PostKind.GRID_WORKER)
    assert HEADING not in make.browser(worker, new[0], locale="en").get("desk/").text


def test_the_first_of_the_committee_lands_on_the_desk_with_the_steps(make):
    """By the link of their appointment, in one tap."""
    region = make.region(level=4)
    steward = make.browser(make.reviewer(region, role=RegionRole.STEWARD))
    community = make.community(region, opened_at=None, began_at=None)
    assert steward.post(f"/r/{region.code}/communities/{community.slug}/opening").status_code == 303
    appointed = {"contact": f"{community.slug}@example.org", "title": "书记", "name": "王敏"}
    page = steward.post(f"/r/{region.code}/communities/{community.slug}/appointment", **appointed)
    first = make.browser(None, community, locale="en")
    assert HEADING in first.post(link_in(page), follow=True, agreed="yes").text
