"""A matter of one part is voted by that part; what quorum is asked of are the households of the register, not accounts."""

import re

import pytest
from sqlalchemy import select

from app.community.models import Grid, Household
from app.community.scope import Scope, ScopeKind
from app.polls.models import Elector, Poll
from tenants import db
from tests.polls.steps import closed, open_poll, read_by_all, voted

ENTRANCE = Scope(ScopeKind.ENTRANCE, building="7", entrance="2")
BUILDING = Scope(ScopeKind.BUILDING, building="7")


@pytest.fixture
def lift(make, town):
    """Besides the twelve of the community, three households of building 7, entrance 2, and two of entrance 1."""
    community, others, official = town
    mine = [make.member(community, household=make.household(community, building="7", unit="2")) for _ in range(3)]
    near = [make.member(community, household=make.household(community, building="7", unit="1")) for _ in range(2)]
    return community, mine, near, others, official


@pytest.mark.parametrize(("scope", "on_roll"), [(ENTRANCE, 3), (BUILDING, 5), (Scope(), 17)])
def test_only_the_households_of_the_part_are_on_the_roll(make, town, lift, scope, on_roll):
    community, mine, near, others, _ = lift
    poll = open_poll(make, town, scope=scope)
    with make.inside(community):
        assert len(db.session.scalars(select(Elector.id).where(Elector.poll_id == poll.id)).all()) == on_roll
        row = db.session.scalars(select(Poll).where(Poll.id == poll.id)).one()
        assert (row.units, row.households) == (on_roll, on_roll)
    for person, inside in ((mine[0], True), (near[0], scope != ENTRANCE), (others[0], scope == Scope())):
        browser = make.browser(person, community, locale="en")
        page = browser.get(f"polls/{poll.number}").text
        assert ('name="choice"' in page) == inside
        assert ("You are not on the roll" in page) != inside
        cast = browser.post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
        assert cast.status_code == (303 if inside else 403)
        assert (f'/polls/{poll.number}"' in browser.get("").text) == inside  # nobody is asked for what they cannot do


def test_a_vote_of_a_grid_is_of_its_households(make, town):
    community, people, _ = town
    grid = make.row(Grid, community, name="第二网格", position=2)
    mine = make.member(community, household=make.household(community, grid_id=grid.id))
    poll = open_poll(make, town, scope=Scope(ScopeKind.GRID, grid_id=grid.id))
    assert poll.rule["scope"] == {"kind": "grid", "grid": "第二网格"}
    assert (
        make.browser(mine, community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast").status_code == 303
    )
    other = make.browser(people[0], community).post(f"polls/{poll.number}/ballot", choice="yes", step="cast")
    assert other.status_code == 403


def test_whose_decision_it_is_and_who_votes_stand_on_draft_notice_ballot_and_result(make, town, lift):
    community, mine, _, _, official = lift
    poll = open_poll(make, town, "STRAW", scope=ENTRANCE, decider="owners")
    words = ("Whose decision", "Owners", "every household of building 7, entrance 2")
    page = make.browser(mine[0], community, locale="en").get(f"polls/{poll.number}").text
    assert all(word in page for word in words)
    board = _notice(make.browser(mine[0], community))
    assert "该由谁决定：业主" in board
    assert "7 号楼 2 单元的每一户" in board
    closed(town, poll)
    page = read_by_all(make, town, poll, "result").text
    assert all(word in page for word in words)
    document = read_by_all(make, town, poll).json
    assert document["rule"]["decider"]["code"] == "owners"
    assert document["rule"]["scope"] == {"kind": "entrance", "building": "7", "entrance": "2"}


def _notice(browser):
    """The newest on the board."""
    return browser.get("board/" + re.search(r'/board/(\d+)"', browser.get("board/").text)[1]).text


FUND = {"options": [("灯", 100_000), ("椅", 0)], "budget": 3_000_000}


def test_the_quorum_of_a_fund_is_of_households_not_of_accounts(make, town):
    """36 households, 15 accounts: four households must take part, whoever has an account."""
    community, people, _ = town
    for _ in range(24):
        make.household(community)
    partners = [make.member(community, household=_home(make, community, person)) for person in people[:3]]
    poll = open_poll(make, town, "FUND", **FUND)
    page = make.browser(people[0], community, locale="en").get(f"polls/{poll.number}").text
    assert "At least a tenth of the households must take part." in page
    assert "Of 36 households 4 must take part." in page
    voted(make, (community, [*people[:3], *partners]), poll, ["1"] * 6)
    page = make.browser(people[0], community, locale="en").get(f"polls/{poll.number}").text
    assert "3 households have taken part" in page
    assert "1 household to go" in page
    closed(town, poll)
    assert read_by_all(make, town, poll).json["result"]["quorum_met"] is False  # six people, but three households


def _home(make, community, person):
    with make.inside(community):
        return db.session.scalars(select(Household).where(Household.id == person.household_id)).one()


def test_sums_stand_wherever_they_are_decided(make, town):
    community, people, _ = town
    poll = open_poll(make, town, "FUND", **FUND)
    sums = ("30,000 yuan", "1,000 yuan", "0 yuan")
    ballot = make.browser(people[0], community, locale="en").get(f"polls/{poll.number}").text
    assert all(said in ballot for said in sums)
    board = _notice(make.browser(people[0], community))
    assert all(said in board for said in ("3 万元", "1,000 元", "0 元"))
    voted(make, town, poll, [["1", "2"]] * 11)
    closed(town, poll)
    result = read_by_all(make, town, poll, "result").text
    assert all(said in result for said in (*sums, "Together 1,000 yuan of 30,000 yuan"))
