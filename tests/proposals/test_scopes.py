"""Whom a matter concerns decides how many households must support it, and which are counted."""

import pytest
from sqlalchemy import select

from app.community.scope import ScopeKind
from app.core.refusal import Refused
from app.proposals import operations
from app.proposals.models import Category, Proposal, State
from app.proposals.operations.support import needed
from tenants import db


@pytest.mark.parametrize(
    ("households", "count"),
    [(0, 5), (1, 1), (4, 4), (5, 5), (12, 5), (500, 5), (501, 6), (1860, 19), (2999, 30), (60_000, 30)],
)
def test_five_households_or_all_of_fewer_or_one_in_a_hundred_support_it(households, count):
    assert needed(households) == count


@pytest.fixture
def entrance(make):
    """A community of 1,860 households on its register, and one entrance of twelve."""
    community = make.community(households=1860)
    homes = [make.household(community, building="3", unit="2") for _ in range(12)]
    return community, [make.member(community, household=home) for home in homes]


def proposed(make, community, person, scope):
    with make.inside(community):
        made = operations.propose(
            make.visitor(person, community), "加装电梯", "老人下楼难", category=Category.LIFT, scope=scope
        )
        db.commit()
    return made


def now_of(make, community, made):
    with make.inside(community):
        return db.session.scalars(select(Proposal).where(Proposal.id == made.id)).one()


@pytest.mark.parametrize(
    ("scope", "count"), [(ScopeKind.COMMUNITY, 19), (ScopeKind.ENTRANCE, 5), (ScopeKind.BUILDING, 5)]
)
def test_a_matter_of_one_entrance_needs_the_support_of_that_entrance(make, entrance, scope, count):
    community, people = entrance
    assert proposed(make, community, people[0], scope).endorsements_needed == count


def test_only_households_of_the_entrance_support_it(make, entrance):
    community, people = entrance
    made = proposed(make, community, people[0], ScopeKind.ENTRANCE)
    address = f"proposals/{made.number}/endorsement"
    outsider = make.browser(make.member(community), community)
    assert outsider.post(address).status_code == 409
    assert [make.browser(one, community).post(address).status_code for one in people[1:6]] == [303] * 5
    now = now_of(make, community, made)
    assert (now.endorsements, now.state) == (5, State.ENDORSED)


def test_who_says_nowhere_where_they_live_proposes_for_everyone_only(make, entrance):
    community, _people = entrance
    newcomer = make.member(community, verified=False)
    with make.inside(community), pytest.raises(Refused):
        operations.propose(
            make.visitor(newcomer, community), "电梯", "难", category=Category.LIFT,
            scope=ScopeKind.ENTRANCE,
        )  # fmt: skip


def test_the_page_says_whom_it_concerns(make, entrance):
    community, people = entrance
    form = {"title": "加装电梯", "text": "老人下楼难", "category": "lift", "scope": "entrance"}
    address = make.browser(people[0], community).post("proposals/new?kind=proposal", **form).location
    assert "concerns building 3, entrance 2" in make.browser(None, community, locale="en").get(address).text
