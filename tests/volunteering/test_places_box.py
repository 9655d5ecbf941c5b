"""What a shift's page offers its reader, in each of its states."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.volunteering.models import Shift, SignUp, SignUpState
from tests.support.readers import reader

HOUR = timedelta(hours=1)
STATES = [
    ("member", {}, None, "I will help"),
    ("member", {"taken": 2}, None, "All places are taken."),
    ("member", {"taken": 2}, SignUpState.CONFIRMED, "I cannot come"),
    ("member", {}, SignUpState.WITHDRAWN, "I will help"),
    ("member", {"begun": True}, SignUpState.ATTENDED, "You were there."),
    ("member", {"begun": True}, SignUpState.ABSENT, "Only you, the organiser and the office see this."),
    ("member", {"begun": True}, None, "has begun already"),
    ("member", {"over": True}, None, "is over"),
    ("member", {"called_off": True}, SignUpState.CONFIRMED, "was called off"),
    ("pending", {}, None, "You are waiting to be verified, by"),
    ("guest", {}, None, "Join to help"),
    ("stranger", {}, None, "Sign in to help"),
]
BUTTONS = {"I will help", "I cannot come"}


@pytest.fixture
def community(make):
    return make.community()


@pytest.mark.parametrize(("who", "given", "state", "words"), STATES)
def test_the_box_says_what_its_reader_may_do(make, community, who, given, state, words):
    begins = clock.now() + HOUR * (-3 if given.get("over") else -1 if given.get("begun") else 1)
    shift = make.row(
        Shift, community, starts_at=begins, ends_at=begins + 2 * HOUR, places=2, taken=given.get("taken", 0),
        cancelled_at=clock.now() if given.get("called_off") else None,
    )  # fmt: skip
    person = reader(make, community, who)
    if state is not None:
        make.row(SignUp, community, shift_id=shift.id, membership_id=person.id, state=state)
    page = make.browser(person, community, locale="en").get(f"volunteering/shifts/{shift.number}").text
    box = re.search(r'<section class="card".*?</section>', page, re.DOTALL)[0]
    assert words in box
    assert set(re.findall(r"<button[^>]*>(.*?)</button>", box)) == {words} & BUTTONS
