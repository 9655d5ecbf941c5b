"""Pages say and show only what the product keeps."""

import re

from app.community.models import PostKind
from app.core import clock
from app.proposals.models import Category, Kind, Proposal, State
from app.volunteering.models import Shift, SignUp, SignUpState


def test_a_drawing_stands_for_no_photo_while_something_is_still_broken(make, community):
    shown = {
        "author_id": make.member(community).id,
        "kind": Kind.REQUEST,
        "category": Category.LAMP,
        "visible_at": clock.now(),
    }
    browser = make.browser(None, community)
    for state, drawn in ((State.OPEN, False), (State.DELIVERING, False), (State.CONFIRMED, True)):
        item = make.row(Proposal, community, state=state, **shown)
        page = browser.get(f"proposals/{item.number}").text
        assert bool(re.search(r'class="pic"', page)) is drawn, state


def test_who_was_missing_is_told_who_sees_that(make, community):
    """The organiser marks it, and whoever is of the committee may: both are named."""
    organiser, absent = make.official(community, PostKind.GRID_WORKER), make.member(community)
    shift = make.row(Shift, community, organiser_id=organiser.id)
    make.row(SignUp, community, shift_id=shift.id, membership_id=absent.id, state=SignUpState.ABSENT)
    committee = make.browser(make.official(community), community, locale="en")
    assert committee.get(f"volunteering/shifts/{shift.number}/attendance").status_code == 200
    page = make.browser(absent, community, locale="en").get(f"volunteering/shifts/{shift.number}").text
    assert "Only you, the organiser and the office see this" in page
    assert (
        absent.name
        not in make.browser(make.member(community), community).get(f"volunteering/shifts/{shift.number}").text
    )
