import pytest

from app.core import clock


@pytest.fixture
def town(make):
    """A community with rules of its own, twelve residents each with a household, and someone of the committee."""
    community = make.community(rules_text="过半数户参加，过半数同意。", rules_adopted_on=clock.now().date())
    households = [make.household(community) for _ in range(12)]
    people = [make.member(community, household=one) for one in households]
    return community, people, make.official(community)
