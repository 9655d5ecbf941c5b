"""What pages say of due days whose year is not settled yet."""

from datetime import UTC, datetime

import pytest

from app.core import clock
from app.proposals.models import Kind, Proposal, State

ASKED = datetime(2026, 12, 28, 2, tzinfo=UTC)
SENTENCE = "which weekends are worked instead is not announced yet"


def asked(make, community, moment):
    due = clock.due_after_working_days(moment, 5, community.zone, community.profile)
    return make.row(
        Proposal, community, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=moment, answer_due_at=due,
        endorsements_needed=5,
    )  # fmt: skip


@pytest.mark.parametrize(("profile", "said"), [("cn", True), ("generic", False)])
def test_the_page_of_a_due_day_in_a_year_without_swaps_says_so(make, profile, said):
    community = make.community(profile=profile)
    with clock.at(ASKED):
        item = asked(make, community, ASKED)
        page = make.browser(None, community, locale="en").get(f"proposals/{item.number}").text
    assert (SENTENCE in page) is said


def test_a_due_day_of_this_year_needs_no_such_word(make):
    community = make.community(profile="cn")
    with clock.at(datetime(2026, 12, 1, tzinfo=UTC)):
        item = asked(make, community, clock.now())
        assert SENTENCE not in make.browser(None, community, locale="en").get(f"proposals/{item.number}").text
