"""The home with large text: one thing that waits, four doors that lead to the act, and a person to telephone."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from app.community.models import Grid, Membership, Post, PostKind
from app.core import clock
from tenants import db
from tests.polls.conftest import town  # noqa: F401  (the same community)
from tests.polls.steps import open_poll


def home(make, community, who, address=""):
    """As whoever chose large text reads it."""
    browser = make.browser(who, community, locale="en")
    assert browser.post("/text-size", text_size="elder").status_code == 303
    return browser.get(address).text


def doors(page):
    """Where each leads, by its icon's order, and what is said under it."""
    return re.findall(r'<a href="([^"]+)">\s*<svg.*?</svg>\s*([^<]+?)\s*<small>([^<]*)</small>', page, re.DOTALL)


def test_the_vote_that_waits_stands_alone_and_the_door_leads_straight_to_it(make, town):  # noqa: F811
    poll = open_poll(make, town)
    page = home(make, town[0], town[1][0])
    assert "1 thing waits for you today." in page
    assert page.count("Vote</a>") == 1
    [vote] = [door for door in doors(page) if door[1] == "Vote"]
    assert vote[0].endswith(f"/polls/{poll.number}")
    assert vote[2] == "1 waits for you"
    assert "no-bar" in page
    assert 'class="places"' not in page


def test_doors_lead_to_the_act_itself(make, town):  # noqa: F811
    page = home(make, town[0], town[1][0])
    assert [(href.partition(town[0].slug)[2], title, note) for href, title, note in doors(page)] == [
        ("/board/", "See the notices", "nothing new this week"),
        ("/proposals/new?kind=proposal", "Give my view", "a sentence is enough"),
        ("/proposals/new?kind=request", "Get help", "say what you need"),
        ("/polls/", "Vote", "no vote waits for you"),
    ]
    assert "Nothing waits for you today." in page


def test_a_second_thing_that_waits_is_one_tap_away(make, town):  # noqa: F811
    open_poll(make, town), open_poll(make, town)
    page = home(make, town[0], town[1][0])
    assert "2 things wait for you today." in page
    assert "1 more waits" in page
    assert "Today you can" in home(make, town[0], town[1][0], "?all=yes")


def test_the_worker_of_the_readers_own_grid_can_be_telephoned(make, town):  # noqa: F811
    community, people, official = town
    with make.inside(community):
        own, other = db.session.get_one(Membership, (community.id, people[0].id)).grid_id, Grid(name="第二网格")
        db.session.add(other)
        db.session.flush()
        other_id = other.id
        db.session.execute(update(Post).values(contact="0531-8000 0001"))
        db.commit()
    for name, grid, number in (("李远", other_id, "13900000002"), ("王近", own, "13900000003")):
        worker = make.official(community, "grid_worker", name=name)
        with make.inside(community):
            worked = update(Post).where(Post.kind == PostKind.GRID_WORKER, Post.grid_id.is_(None))
            db.session.execute(worked.values(grid_id=grid, contact=number, hours="8:30-17:30"))
            db.commit()
        assert worker
    page = home(make, town[0], people[0])
    assert 'href="tel:13900000003"' in page
    assert ("王近" in page, "李远" in page, "8:30-17:30" in page) == (True, False, True)
    stranger = home(make, town[0], None)
    assert 'href="tel:05318000' in stranger
    assert official.name in stranger


def test_people_in_office_keep_the_bar_with_their_desk(make, town):  # noqa: F811
    page = home(make, town[0], town[2])
    assert 'class="places"' in page
    assert "no-bar" not in page


@pytest.mark.parametrize(("hour", "words"), [(8, "Good morning"), (13, "Good afternoon"), (19, "Good evening")])
def test_the_greeting_follows_the_communitys_own_clock(make, hour, words):
    community = make.community(zone="Asia/Shanghai")
    with clock.at(datetime(2026, 7, 1, hour - 8, 30, tzinfo=UTC)):
        assert f"{words}." in home(make, community, None)
