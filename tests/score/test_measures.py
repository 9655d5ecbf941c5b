"""Who gives the score credit, and what it can be measured by: only what residents did, said and were answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.commitments.models import Confirmation, Origin
from app.community.models import Household, Membership, VerifiedHow
from app.community.operations import verify
from app.core import clock
from app.deliberation.models import Statement
from app.demo.telling import again
from app.proposals.models import Endorsement, Kind, Proposal, State
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db
from tests.support.promises import promised

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community()
    return community, make.members(community, 7), make.official(community)


def matter(make, town, author, **given):
    values = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": clock.now(), "author_counts": author.counts}
    values |= {"author_household_id": author.household_id, "grid_id": author.grid_id} | given
    return make.row(Proposal, town[0], author_id=author.id, **values)


def support(make, town, proposal, one, *, counts=True):
    make.row(
        Endorsement, town[0], proposal_id=proposal.id, membership_id=one.id, household_id=one.household_id,
        grid_id=one.grid_id, counts=counts,
    )  # fmt: skip


def counted(make, town):
    with make.inside(town[0]):
        return counting.counted(IN_FORCE, clock.quarter(clock.now(), town[0].zone))


def rate(make, town, indicator):
    quarters = counted(make, town)["rates"][indicator]
    return [sum(pair[0] for pair in quarters), sum(pair[1] for pair in quarters)]


def households(make, town):
    return sum(sum(quarters) for quarters in counted(make, town)["breadth"]["A1"].values())


def test_what_officials_ask_each_other_is_in_no_answer_rate(make, town):
    for author in (make.official(town[0], resident=True, staff=True), make.guest(town[0])):
        overdue = matter(make, town, author, answer_due_at=clock.now() - DAY)
        assert rate(make, town, "E1") == [0, 0]
        make.browser(town[2], town[0]).post(f"proposals/{overdue.number}/answer", kind="refuse", text="不办")
        assert rate(make, town, "E1") == [0, 0]
    matter(make, town, town[1][0], answer_due_at=clock.now() - DAY)
    assert rate(make, town, "E1") == [0, 1]


def test_nobody_answers_their_own_item(make, town):
    item = matter(make, town, town[2], kind=Kind.REQUEST, answer_due_at=clock.now() + DAY)
    own, due = make.browser(town[2], town[0]), (clock.now() + 3 * DAY).date().isoformat()
    assert f"proposals/{item.number}/answer" not in own.get(f"proposals/{item.number}").text
    page = own.post(f"proposals/{item.number}/answer", kind="accept", text="已办", due=due)
    assert page.status_code == 409
    assert "已办" in page.text
    other = make.browser(make.official(town[0]), town[0])
    assert other.post(f"proposals/{item.number}/answer", kind="accept", text="已办", due=due).status_code == 303


def delivered(make, town, supporters, **given):
    now = clock.now()
    proposal = matter(make, town, town[1][0], state=State.DELIVERING, decided_at=now)
    promise = promised(make, town[0], proposal, origin=Origin.POLL)
    for one in supporters:
        support(make, town, proposal, one, **given)
    make.browser(town[2], town[0]).post(f"commitments/{promise.number}/done", text="好了")
    return promise


def reply(make, town, promise, people):
    for one in people:
        make.browser(one, town[0]).post(f"commitments/{promise.number}/confirmation", fixed="yes")


def test_those_in_office_are_not_drawn_and_add_nothing_to_what_residents_confirm(make, town):
    people, staff = town[1], [make.member(town[0], staff=True) for _ in range(5)]
    proposal = delivered(make, town, staff, counts=False)
    with make.inside(town[0]):
        assert list(db.session.scalars(select(Confirmation.membership_id))) == [people[0].id]
    since = delivered(make, town, [*people[1:4], *staff])  # they took office after they supported it
    reply(make, town, proposal, people[:1])
    reply(make, town, since, [*people[:4], *staff])
    assert rate(make, town, "E3") == [0, 0]
    full = delivered(make, town, people[1:6])
    reply(make, town, full, people[:6])
    assert rate(make, town, "E3") == [1, 1]


def test_what_someone_wrote_while_pending_counts_from_their_verification(make, town):
    newcomer, home = make.member(town[0], verified=False), make.household(town[0])
    make.browser(newcomer, town[0]).post("proposals/new?kind=proposal", title="装灯", text="太黑", category="lamp")
    assert households(make, town) == 0
    with make.inside(town[0]):
        official = make.visitor(town[2], town[0])
        verify(official, again(Membership, newcomer), again(Household, home), VerifiedHow.IN_PERSON)
        db.commit()
    assert households(make, town) == 1
    with clock.at(clock.now() + 20 * DAY):
        assert rate(make, town, "E1") == [0, 1]


def test_acts_on_what_was_withdrawn_or_taken_down_give_no_credit(make, town):
    author, others, now = town[1][0], town[1][1:], clock.now()
    withdrawn = matter(make, town, author, state=State.WITHDRAWN)
    hidden = matter(make, town, author, hidden_at=now, hidden_final_at=now)
    for proposal, one in ((withdrawn, others[0]), (hidden, others[1])):
        support(make, town, proposal, one)
        make.row(
            Statement, town[0], proposal_id=proposal.id, author_id=one.id, household_id=one.household_id,
            grid_id=one.grid_id, counts=True,
        )  # fmt: skip
    assert households(make, town) == 0


def test_asking_for_something_is_no_talking_it_over(make, town):
    matter(make, town, town[1][0], kind=Kind.REQUEST, private=True)
    matter(make, town, town[1][1], kind=Kind.REQUEST)
    assert households(make, town) == 0
    matter(make, town, town[1][2])
    assert households(make, town) == 1
