"""Two people act on one matter at the same moment: the second sees what the first did. (SQLite has one writer.)"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.commitments.models import Confirmation
from app.core import clock
from app.proposals.models import Answer, Endorsement, Kind, Proposal, State
from tenants import db
from tests.support.at_once import at_once
from tests.support.promises import promised

pytestmark = pytest.mark.postgresql_only
DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.members(community, 7)


def matter(make, town, **given):
    community, people = town
    now = clock.now()
    values = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": now, "answer_due_at": now + 5 * DAY} | given
    return make.row(Proposal, community, author_id=people[0].id, **values)


def now_of(make, town, proposal):
    with make.inside(town[0]):
        return db.session.scalars(select(Proposal).where(Proposal.id == proposal.id)).one()


def post(make, town, who, address, **form):
    browser = make.browser(who, town[0])
    return lambda: browser.post(address, **form).status_code


def support(make, town, proposal, people):
    for one in people:
        make.row(
            Endorsement, town[0], proposal_id=proposal.id, membership_id=one.id, household_id=one.household_id,
            grid_id=one.grid_id, counts=True,
        )  # fmt: skip


def test_two_officials_answer_once(make, town):
    proposal = matter(make, town)
    address = f"proposals/{proposal.number}/answer"
    answers = [
        post(make, town, make.official(town[0]), address, kind="refuse", text=text) for text in ("第一个", "第二个")
    ]
    assert sorted(at_once(*answers, at="INSERT INTO answer")) == [303, 409]
    with make.inside(town[0]):
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 1


def test_two_officials_say_once_that_it_is_done(make, town):
    promise = promised(make, town[0], matter(make, town, kind=Kind.REQUEST, state=State.DELIVERING))
    claims = [post(make, town, make.official(town[0]), f"commitments/{promise.number}/done", text="好了") for _ in "ab"]
    assert sorted(at_once(*claims, at="INSERT INTO confirmation")) == [303, 409]
    with make.inside(town[0]):
        assert db.session.scalar(select(func.count()).select_from(Confirmation)) == 1


def test_two_households_at_the_threshold_are_both_counted(make, town):
    proposal = matter(make, town, endorsements_needed=5, endorsements=3)
    support(make, town, proposal, town[1][:3])
    address = f"proposals/{proposal.number}/endorsement"
    at_once(*[post(make, town, one, address) for one in town[1][3:5]], at="UPDATE proposal")
    now = now_of(make, town, proposal)
    assert (now.endorsements, now.state) == (5, State.ENDORSED)


def test_the_last_two_who_are_asked_settle_it(make, town):
    proposal = matter(make, town, state=State.DELIVERING)
    promise = promised(make, town[0], proposal)
    support(make, town, proposal, town[1][1:6])
    make.browser(make.official(town[0]), town[0]).post(f"commitments/{promise.number}/done", text="好了")
    address = f"commitments/{promise.number}/confirmation"
    replies = [post(make, town, one, address, fixed="yes") for one in town[1][:6]]
    assert [reply() for reply in replies[:4]] == [303] * 4
    assert at_once(*replies[4:], at="SELECT confirmation.fixed, count", after=True) == [303, 303]
    assert now_of(make, town, proposal).state is State.CONFIRMED
