"""Sentences in the words of the place: a village has villagers and lanes; a place is called by its name, not by its organ."""

import re

import pytest
from sqlalchemy import select

from app.core import profiles
from tenants import db
from tenants.cli import communities
from tenants.models import Community, CommunityKind
from tenants.provisioning import place_name
from tests.polls.steps import OWN_RULES, open_poll


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("纬一路社区居民委员会", "纬一路社区"), ("纬一路居民委员会", "纬一路社区"), ("和平里居委会", "和平里社区"),
        ("戊村村民委员会", "戊村"), ("戊村委会", "戊村"), ("戊村民委员会", "戊村"), ("泉和社区", "泉和社区"), ("南山里村", "南山里村"),
        ("居民委员会", "居民委员会"), ("Riverside", "Riverside"),
    ],
)  # fmt: skip
def test_a_place_is_called_without_its_organ(given, place):
    assert place_name(given) == place


def test_who_is_invited_joins_the_place_and_finds_it_by_either_name(app, make):
    region = make.region()
    made = app.test_cli_runner().invoke(
        communities, ["add", f"{region.code}9", "纬一路社区居民委员会", "--under", region.code]
    )
    assert made.exit_code == 0, made.output
    with app.app_context(), db.unbound():
        community = db.session.scalars(select(Community).where(Community.code == f"{region.code}9")).one()
    page = make.browser(make.account(), community).get("join").text
    assert "加入纬一路社区" in page
    assert "居民委员会" not in page
    for words in ("纬一路社区居民委员会", "纬一路社区", "weiyilu"):
        assert "纬一路社区" in make.browser().get("/find", q=words).text


def test_a_vote_of_a_village_is_announced_in_its_own_words(make):
    community = make.community(kind=CommunityKind.VILLAGE, name="南山里村", **OWN_RULES)
    people = [make.member(community, household=make.household(community)) for _ in range(3)]
    poll = open_poll(make, (community, people, make.official(community)))
    page = make.browser(people[0], community).get(f"polls/{poll.number}").text
    assert "全村的每一户" in page
    assert "居民" not in re.sub(r"<[^>]+>", " ", page[page.index("<main") :])


@pytest.mark.parametrize(("profile", "word"), [("cn", "网格"), ("generic", "片区")])
def test_a_town_says_grid_and_a_neighbourhood_elsewhere_says_part(make, profile, word):
    community = make.community(profile=profile)
    desk = make.browser(make.official(community), community)
    refused = desk.post("desk/grids", name=make.grid_of(community).name)
    assert f"已经有同名的{word}" in refused.text
    assert profiles.word(community, "grid", "zh") == word
