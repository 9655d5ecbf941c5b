"""What the page of a vote says in each of its states, to each of its readers; and what it says came out."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.community.models import Household
from app.core import clock
from app.polls.models import Elector, Poll, PollState
from app.polls.outcome import is_told, outcome, tallied
from tenants import db
from tests.polls.steps import rule_of_households
from tests.support.readers import reader
from tests.support.village import poll_values

HOUR = timedelta(hours=1)
BAR = {"label": "participation", "value": 2, "needed": 7, "total": 12}


@pytest.fixture
def community(make):
    return make.community()


def held(make, community, **given):
    return make.row(Poll, community, **poll_values(clock.now() - HOUR) | {"roll_made_at": clock.now() - HOUR} | given)


def read_by(make, community, who, poll):
    return make.browser(who, community, locale="en").get(f"polls/{poll.number}").text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("stranger", "Sign in to vote"),
        ("guest", "Verified residents can vote here."),
        ("pending", "looks at where you live"),
        ("member", "You are not on the roll of this vote."),
    ],
)
def test_who_has_no_ballot_reads_why(make, community, who, words):
    page = read_by(make, community, reader(make, community, who), held(make, community))
    assert words in page
    assert 'name="choice"' not in page


@pytest.mark.parametrize(
    ("voter", "named", "words", "has_ballot"),
    [
        (None, None, "You can change", True),
        ("me", None, "Choosing again replaces it.", True),
        ("other", None, "Your household has voted, through", False),
        ("other", "me", "what you choose replaces that vote", True),
        (None, "other", "named someone else to vote for it", False),
    ],
)
def test_of_a_household_one_votes_and_the_others_read_how_that_stands(make, community, voter, named, words, has_ballot):
    home = make.household(community)
    long_here = {"household": home, "verified_at": clock.now() - 30 * HOUR}
    me, other = (make.member(community, **long_here) for _ in range(2))
    people, poll = {None: None, "me": me.id, "other": other.id}, held(make, community)
    make.row(Elector, community, poll_id=poll.id, unit_id=home.id, household_id=home.id, membership_id=people[voter])
    with make.inside(community):
        db.session.execute(update(Household).where(Household.id == home.id).values(representative_id=people[named]))
        db.commit()
    page = read_by(make, community, me, poll)
    assert words in page
    assert ('name="choice"' in page) is has_ballot


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"opens_at": HOUR, "closes_at": 2 * HOUR}, "The text is fixed."),
        ({"opens_at": -3 * HOUR, "closes_at": -HOUR}, "being counted"),
        ({"state": PollState.VOID}, "called off"),
    ],
)
def test_before_it_opens_and_after_its_close_the_page_says_so(make, community, given, words):
    values = {name: clock.now() + one if isinstance(one, timedelta) else one for name, one in given.items()}
    assert words in read_by(make, community, make.member(community), held(make, community, **values))


@pytest.mark.parametrize(
    ("result", "words", "tone"),
    [
        ({"passed": True, "quorum_met": True}, "passed", "good"),
        ({"passed": False, "quorum_met": True}, "did not pass", "warm"),
        ({"passed": False, "quorum_met": False}, "Too few took part.", "warm"),
        ({"passed": False, "quorum_met": False, "tally": {}, "bars": [BAR]}, "2 of the 7 needed", "warm"),
        ({"passed": None}, "Too few took part to show figures.", "good"),
        ({"passed": None, "tally": {}, "bars": []}, "nothing is bound", "good"),
    ],
)
def test_the_outcome_is_one_sentence(app, result, words, tone):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        found = outcome(result)
    assert words in found.words
    assert found.tone == tone
    assert is_told(result) == ("tally" in result)


def test_what_was_chosen_is_marked_in_the_table_of_votes(app):
    options = [{"number": number, "title": title, "cost": None} for number, title in ((1, "长椅"), (2, "路灯"))]
    rule = rule_of_households() | {"kind": "choose_one", "options": options}
    with app.test_request_context():
        lines = tallied(rule, {"tally": {"1": 3, "2": 9}, "winners": [2]})
    assert [tuple(line) for line in lines] == [("长椅", 3, False), ("路灯", 9, True)]
