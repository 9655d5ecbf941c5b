import pytest

from tests.polls.steps import OWN_RULES


@pytest.fixture
def town(make):
    """A community with rules of its own, twelve residents each with a household, and someone of the committee."""
    community = make.community(**OWN_RULES)
    households = [make.household(community) for _ in range(12)]
    people = [make.member(community, household=one) for one in households]
    return community, people, make.official(community)
