import pytest

from tests.polls.steps import OWN_RULES


@pytest.fixture
def town(make):
    """A community with rules of its own, twelve residents each with a household, and someone of the committee."""
    community = make.community(**OWN_RULES)
    return community, make.members(community, 12), make.official(community)
