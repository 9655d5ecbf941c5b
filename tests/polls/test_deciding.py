"""What a vote does to the proposal it is about, and whose part in it counts."""

import pytest
from sqlalchemy import select

from app.community.models import Membership
from app.community.scope import WHOLE
from app.core import clock
from app.core.refusal import Refused
from app.polls import measures, operations
from app.polls.models import Participation
from app.polls.rule import read_hash
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.polls.steps import DAY, closed, noticed, open_poll, read_by_all, voted


def proposal(make, town, state=State.DELIBERATING):
    values = {"kind": Kind.PROPOSAL, "visible_at": clock.now(), "answer_due_at": clock.now() + 5 * DAY}
    return make.row(Proposal, town[0], author_id=town[1][0].id, state=state, **values)


def now(make, town, matter):
    with make.inside(town[0]):
        return db.session.scalars(select(Proposal).where(Proposal.id == matter.id)).one()


def test_opinions_about_a_proposal_decide_nothing(make, town):
    matter = proposal(make, town)
    poll = open_poll(make, town, "STRAW", proposal=matter)
    voted(make, town, poll, ["yes"] + ["no"] * 10)
    closed(town, poll)
    assert read_by_all(make, town, poll).json["result"]["passed"] is None
    assert now(make, town, matter).state is State.DELIBERATING
    assert "Opinions were asked" in read_by_all(make, town, poll, "result").text


def test_a_decision_decides_the_proposal(make, town):
    matter = proposal(make, town)
    poll = open_poll(make, town, "COMM-HH", proposal=matter, delivery_days=30)
    voted(make, town, poll, ["yes"] * 9)
    closed(town, poll)
    after = now(make, town, matter)
    assert (after.state, after.decided_by_poll) == (State.DELIVERING, poll.number)


@pytest.mark.parametrize("state", [State.OPEN, State.ENDORSED, State.CONFIRMED, State.WITHDRAWN])
def test_only_what_is_talked_over_is_put_to_the_vote(make, town, state):
    matter = proposal(make, town, state)
    with pytest.raises(Refused, match="talked over"):
        open_poll(make, town, "COMM-HH", proposal=matter)
    day = lambda days: f"{clock.now() + days * DAY:%Y-%m-%d}"
    address = f"polls/new?whose=residents&preset=COMM-HH&proposal={matter.number}"
    page = make.browser(town[2], town[0]).post(
        address, title="再表决", text="写好的话", opens=day(8), closes=day(12), scope=WHOLE.key
    )
    assert page.status_code == 409
    assert "写好的话" in page.text
    assert now(make, town, matter).state is state


def test_no_notice_is_given_about_what_was_settled_since_the_draft(make, town):
    community, _, official = town
    matter = proposal(make, town)
    with make.inside(community):
        visitor, moment = make.visitor(official, community), clock.now()
        question = operations.Question("STRAW", "题", "文", moment, moment + 5 * DAY, proposal=matter)
        poll = operations.draft(visitor, question)
        read = read_hash(poll, visitor.community)
        settled = db.session.scalars(select(Proposal).where(Proposal.id == matter.id)).one()
        settled.state = State.DELIVERING
        db.commit()
    assert (
        make.browser(official, community).post(f"polls/{poll.number}/notice", read=read, sure="yes").status_code == 409
    )


def test_a_vote_called_off_leaves_the_proposal_as_it_was(make, town):
    community, _, official = town
    matter = proposal(make, town)
    with make.inside(community):
        visitor, moment = make.visitor(official, community), clock.now()
        question = operations.Question("COMM-HH", "题", "文", moment + 8 * DAY, moment + 12 * DAY, proposal=matter)
        poll = noticed(visitor, question)
        db.commit()
    assert now(make, town, matter).voting_until == poll.closes_at
    make.browser(official, community).post(f"polls/{poll.number}/calling-off", sure="yes")
    assert now(make, town, matter).voting_until is None


@pytest.mark.parametrize("called_off", [False, True])
def test_drafts_and_votes_called_off_are_nobodys_to_read_or_to_vote_in(make, town, called_off):
    community, people, official = town
    with make.inside(community):
        visitor, moment = make.visitor(official, community), clock.now()
        poll = operations.draft(visitor, operations.Question("STRAW", "秘密标题", "草稿正文", moment, moment + 5 * DAY))
        if called_off:
            operations.call_off(visitor, poll)
        db.commit()
    browser = make.browser(people[0], community)
    for step in ("", "cast"):
        page = browser.post(f"polls/{poll.number}/ballot", choice="yes", step=step)
        assert page.status_code == 404
        assert "秘密标题" not in page.text
    assert browser.get(f"polls/{poll.number}/ballot").status_code == 404


@pytest.mark.parametrize("preset", ["COMM-HH", "FUND"])
def test_a_household_counts_for_the_score_only_through_someone_who_gives_credit(make, town, preset):
    """Whoever holds office votes like everyone, but their household's part is no credit to the office."""
    community, people, _ = town
    staff = [make.member(community, staff=True) for _ in range(6)]
    given = {"options": [("灯", 100), ("椅", 200)], "budget": 300} if preset == "FUND" else {}
    poll = open_poll(make, town, preset, **given)
    for person in [*staff, *people[:4]]:
        choice = "1" if preset == "FUND" else "yes"
        browser = make.browser(person, community)
        assert browser.post(f"polls/{poll.number}/ballot", choice=choice, step="cast").status_code == 303
    with make.inside(community):  # who takes office after voting had none when they voted
        db.session.scalars(select(Membership).where(Membership.id == people[0].id)).one().staff = True
        db.commit()
    closed(town, poll)
    [deciding] = [one for one in measures.MEASURES if one.name == "households_deciding"]
    with make.inside(community):
        counted = {row.unit_id for row in db.session.execute(deciding.rows(clock.now()))}
        assert counted == {person.household_id for person in people[:4]}
        assert len(db.session.scalars(select(Participation.id)).all()) == 4
