"""One place says which act is open: what a page offers, its form begins and its operation does; nothing else does any."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Stance, Statement
from app.proposals.acts import STEPS, Act, open_to
from app.proposals.models import AnswerKind, Kind, Proposal, State
from tenants import db

DAY = timedelta(days=1)
FORMS = {Act.CHECK: "check", Act.ANSWER: "answer", Act.SCHEDULE: "schedule", Act.CONSENSUS: "consensus"}


@pytest.fixture
def community(make):
    return make.community()


def item(make, community, **given):
    now = clock.now()
    values = {
        "kind": Kind.PROPOSAL, "visible_at": now, "answer_due_at": now + 5 * DAY, "author_id": make.member(community).id,
        "text": "因为", "deliberation_closes_at": now - DAY, "endorsements_needed": 5, "households_spoke": 5,
    }  # fmt: skip
    return make.row(Proposal, community, **values | given)


@pytest.mark.parametrize(
    ("state", "answered"), [(state, False) for state in State] + [(state, True) for state in STEPS[Act.ANSWER].start]
)
def test_the_page_offers_what_the_form_begins_and_nothing_else(make, community, state, answered):
    matter = item(make, community, state=state, answered_at=clock.now() if answered else None)
    browser = make.browser(make.official(community), community, locale="en")
    page = browser.get(f"proposals/{matter.number}").text
    for act, form in FORMS.items():
        is_open = open_to(matter, act)
        begun = browser.get(f"proposals/{matter.number}/{form}")
        assert begun.status_code == (200 if is_open else 409), form
        assert (f'/proposals/{matter.number}/{form}"' in page) == is_open, form
        assert is_open or "error" in begun.text or "Please" in begun.text or "already" in begun.text


@pytest.mark.parametrize("state", [state for state in State if state is not State.DELIBERATING])
def test_only_what_is_talked_over_can_be_put_to_the_vote(make, community, state):
    matter = item(make, community, state=state)
    browser = make.browser(make.official(community), community, locale="en")
    assert f"polls/new?proposal={matter.number}" not in browser.get(f"proposals/{matter.number}").text
    assert browser.get(f"polls/new?proposal={matter.number}").status_code == 409


def test_not_all_agree_while_an_objection_stands(make, community):
    matter = item(make, community, state=State.DELIBERATING, deliberation_closes_at=clock.now() + DAY)
    committee = make.browser(make.official(community), community, locale="en")
    resident = make.browser(make.member(community), community)
    resident.post(f"proposals/{matter.number}/statements/new", stance=Stance.AGAINST.value, text="太吵")
    with make.inside(community):
        address = f"statements/{id_text(db.session.scalars(select(Statement)).one().id)}/met"
    with clock.at(clock.now() + 2 * DAY):
        day = f"{clock.now() + 20 * DAY:%Y-%m-%d}"
        said = committee.post(f"proposals/{matter.number}/consensus", day=day)
        assert said.status_code == 409
        assert "An objection still stands" in said.text
        assert f"proposals/{matter.number}/consensus" not in committee.get(f"proposals/{matter.number}").text
        assert committee.post(address).status_code == 403  # only whoever objected says that it is met
        assert address in resident.get(f"proposals/{matter.number}").text
        assert resident.post(address).status_code == 303
        page = resident.get(f"proposals/{matter.number}").text
        assert address not in page
        assert "顾虑已解决" in page
        assert resident.post(address).status_code == 303  # twice is as once
        assert committee.post(f"proposals/{matter.number}/consensus", day=day).status_code == 303
        assert resident.post(address, other="page").status_code == 409
    with make.inside(community):
        decided = db.session.get(Proposal, (community.id, matter.id))
        assert (decided.state, decided.against) == (State.DELIVERING, 0)


def test_those_who_speak_for_it_or_merely_speak_do_not_stand_in_the_way(make, community):
    matter = item(make, community, state=State.DELIBERATING, deliberation_closes_at=clock.now() + DAY)
    resident = make.browser(make.member(community), community)
    for stance in (Stance.FOR, Stance.COMMENT):
        resident.post(f"proposals/{matter.number}/statements/new", stance=stance.value, text="好")
    with make.inside(community):
        assert db.session.query(Statement).count() == 2
    with clock.at(clock.now() + 2 * DAY):
        committee = make.browser(make.official(community), community)
        day = f"{clock.now() + 20 * DAY:%Y-%m-%d}"
        assert committee.post(f"proposals/{matter.number}/consensus", day=day).status_code == 303


def test_what_found_no_support_is_answered_all_the_same(make, community):
    """Endorsement is never the price of an answer, and late is better than never."""
    matter = item(make, community, state=State.OPEN, expires_at=clock.now() - DAY)
    committee = make.browser(make.official(community), community)
    assert f"proposals/{matter.number}" in committee.get("desk/").text
    sent = committee.post(f"proposals/{matter.number}/answer", kind=AnswerKind.REFUSE.value, text="没有依据")
    assert sent.status_code == 303
    assert "没有依据" in committee.get(f"proposals/{matter.number}").text


def test_support_that_can_no_longer_be_taken_back_is_not_offered_back(make, community):
    matter = item(make, community, state=State.OPEN, endorsements_needed=1)
    resident = make.browser(make.member(community), community)
    resident.post(f"proposals/{matter.number}/endorsement")
    page = resident.get(f"proposals/{matter.number}").text
    assert "您已附议" in page
    assert 'name="withdraw"' not in page
