"""Two buildings of one name in two compounds are two: for what concerns them, for who supports it and for who votes."""

import re

import pytest
from sqlalchemy import select

from app.community import operations, scope
from app.community.models import Compound, Household
from app.community.scope import ScopeKind
from app.core import clock
from app.proposals.models import Proposal, State
from tenants import db
from tests.polls.steps import OWN_RULES

LIFT = {"title": "加装电梯", "text": "老人下楼难", "category": "lift", "scope": "building"}


@pytest.fixture
def estates(make):
    """Building 7 of 泉和苑 with a matter of its own, written while the community was one compound; then 泉景园 comes."""
    community = make.community(**OWN_RULES)
    mine = [make.member(community, household=make.household(community, building="7", unit="1")) for _ in range(3)]
    made = make.browser(mine[0], community).post("proposals/new?kind=proposal", **LIFT)
    number = int(re.search(r"/(\d+)$", made.location)[1])
    official = make.official(community)
    assert make.browser(official, community).post("desk/compounds", first="泉和苑", name="泉景园").status_code == 303
    grid = make.grid_of(community)
    with make.inside(community):
        visitor = make.visitor(official, community)
        new = db.session.scalars(select(Compound).where(Compound.name == "泉景园")).one()
        operations.add_households(visitor, visitor.community, grid, [("7", "1", "909")], compound=new)
        home = db.session.scalars(select(Household).where(Household.compound_id == new.id)).one()
        db.commit()
    return community, mine, make.member(community, household=home), number, official


def test_a_matter_of_a_building_stays_that_buildings_when_a_second_compound_comes(make, estates):
    community, mine, other, number, _ = estates
    assert make.browser(other, community).post(f"proposals/{number}/endorsement").status_code == 409
    assert make.browser(mine[1], community).post(f"proposals/{number}/endorsement").status_code == 303


def test_its_page_names_the_compound(make, estates):
    community, mine, _, number, _ = estates
    assert "只关系到泉和苑 7 号楼" in make.browser(mine[0], community).get(f"proposals/{number}").text


def test_both_buildings_can_be_chosen_for_a_vote_and_each_has_its_own_households(make, estates):
    community = estates[0]
    with make.inside(community):
        parts = [one for one in scope.parts() if one.kind is ScopeKind.BUILDING]
        assert [(one.name, scope.count_households(one)) for one in parts] == [("泉和苑", 3), ("泉景园", 1)]
        assert len({one.key for one in parts}) == 2


def test_a_vote_prepared_from_a_matter_is_of_those_whom_the_matter_concerns(make, estates):
    community, _, _, number, official = estates
    with make.inside(community):
        item = db.session.scalars(select(Proposal).where(Proposal.number == number)).one()
        item.state, item.deliberation_closes_at = State.DELIBERATING, clock.now()
        db.commit()
    page = make.browser(official, community).get(f"polls/new?proposal={number}&whose=residents&preset=COMM-HH").text
    chosen = re.search(r"<option selected[^>]*>([^<]*)", page)
    assert chosen[1].strip() == "泉和苑 7 号楼"
