"""Communities that are closed: to all, or to those who do not belong there."""

import re

import pytest
from sqlalchemy import update

from app.core import clock
from tenants import db
from tenants.models import AccountCommunity, Community


@pytest.fixture
def closed(make):
    community = make.community()
    person = make.member(community)
    with make.app.app_context(), db.unbound(write=True):
        db.session.execute(
            update(Community)
            .where(Community.id == community.id)
            .values(suspended_at=clock.now(), closed_at=clock.now())
        )
        db.commit()
    return community, person


def test_the_only_community_of_a_member_is_closed_and_the_door_says_so(make, closed):
    community, person = closed
    browser = make.browser(person, locale="en")
    for address in ("/", "/me"):
        page = browser.get(address)
        assert page.status_code == 200
        assert community.name in page.text
        assert "Closed. What was said" in page.text
        assert f'href="/c/{community.slug}/"' not in page.text, re.findall(
            rf'.{{200}}/c/{community.slug}/".{{40}}', page.text
        )


def test_beside_a_closed_one_the_open_one_is_a_tap_away(make, closed):
    community, person = closed
    other = make.community()
    here = {"account_id": person.account_id, "community_id": other.id, "slug": other.slug, "since": clock.now()}
    make._global(AccountCommunity(**here))
    page = make.browser(person, locale="en").get("/").text
    assert f'href="/c/{other.slug}/"' in page
    assert "Closed. What was said" in page


def test_where_reading_is_for_members_a_stranger_cannot_ask_what_they_could_not_read(make):
    community = make.community(members_only=True)
    guest, member = make.guest(community), make.member(community)
    asking = {"title": "路灯不亮", "text": "三号楼前", "category": "lamp", "kind": "request"}
    assert make.browser(guest, community).post("proposals/new?kind=request", **asking).status_code == 403
    made = make.browser(member, community).post("proposals/new?kind=request", **asking)
    assert made.status_code == 303, made.text
    assert make.browser(member, community).get(made.location).status_code == 200
    everyone = make.community()
    made = make.browser(make.guest(everyone), everyone).post("proposals/new?kind=request", **asking)
    assert made.status_code == 303
