"""The words of a vote can be taken down; the vote goes on, is counted and can be recounted, and the words come back."""

import json

import pytest

from app.core import clock
from app.core.refusal import Refused
from app.polls import operations
from app.polls.models import PollState
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.moderation.steps import again, given_back, taken_down
from tests.polls.steps import DAY, closed, open_poll, read_by_all, voted
from tests.support.promises import promise_of


def test_a_vote_under_way_goes_on_without_its_words(make, town):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes"] * 7)
    ruling = taken_down(make, town[0], poll)
    for who in (None, town[1][0], town[1][9]):
        page = make.browser(who, town[0]).get(f"polls/{poll.number}")
        assert page.status_code == 200
        assert "并为五个点" not in page.text
        assert "表决照常进行" in page.text
    cast = make.browser(town[1][9], town[0]).post(f"polls/{poll.number}/ballot", choice="no", step="cast")
    assert cast.status_code == 303
    assert f"表决 {poll.number}" in make.browser(town[1][10], town[0]).get("").text
    closed(town, poll)
    counted = again(make, town[0], poll)
    assert (counted.state, counted.passed) == (PollState.PUBLISHED, True)
    given_back(make, town[0], ruling)
    assert "并为五个点" in make.browser(None, town[0]).get(f"polls/{poll.number}/result").text


def test_a_count_without_its_words_is_recounted_all_the_same(app, make, town, tmp_path):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes"] * 12)
    taken_down(make, town[0], poll)
    closed(town, poll)
    file = tmp_path / "poll.json"
    export = read_by_all(make, town, poll).get_json()
    assert export["title"] == f"表决 {poll.number}"
    file.write_text(json.dumps(export), encoding="utf-8")
    run = app.test_cli_runner().invoke(args=["polls", "recount", str(file)])
    assert run.exit_code == 0, run.output


def test_no_notice_is_given_of_a_draft_that_was_taken_down(make, town):
    community, _, official = town
    now = clock.now()
    with make.inside(community):
        asked = operations.Question("COMM-HH", "并为五个点", "试行六十天", now + 9 * DAY, now + 14 * DAY)
        poll = operations.draft(make.visitor(official, community), asked)
        db.commit()
    taken_down(make, community, poll, official)
    with make.inside(community):
        draft = db.session.merge(poll)
        with pytest.raises(Refused, match="taken down"):
            operations.notice(make.visitor(official, community), draft, "")


def voted_about(make, town, **given):
    """A vote under way about a proposal that is talked over, and the proposal."""
    community, people, _ = town
    proposal = make.row(
        Proposal, community, author_id=people[0].id, kind=Kind.PROPOSAL, state=State.DELIBERATING,
        visible_at=clock.now(), title="并为五个点", deliberation_closes_at=clock.now() + DAY,
    )  # fmt: skip
    poll = open_poll(make, town, proposal=proposal, delivery_days=40)
    voted(make, town, poll, ["yes"] * 7)
    return proposal, poll


@pytest.mark.parametrize("comes_back", [True, False], ids=["comes back", "stays down"])
def test_a_vote_is_counted_and_holds_though_the_words_of_its_proposal_were_taken_down(make, town, comes_back):
    """Taking a text down is no way to stop a vote, nor to lose what it decided."""
    community, people, _ = town
    proposal, poll = voted_about(make, town)
    ruling = taken_down(make, community, proposal)
    closed(town, poll)
    counted = again(make, community, poll)
    assert (counted.state, counted.passed) == (PollState.PUBLISHED, True)
    promise, readers = promise_of(make, community, proposal), make.browser(people[3], community)
    assert again(make, community, proposal).state is State.DELIVERING
    assert readers.get(f"commitments/{promise.number}").status_code == 404
    if comes_back:
        with clock.at(poll.closes_at + DAY):
            given_back(make, community, ruling)
        assert readers.get(f"commitments/{promise.number}").status_code == 200
        assert again(make, community, promise).state == "due"


def test_the_votes_own_words_lead_to_no_title_that_was_taken_down(make, town):
    """The result on the board carries the vote's title, which is its own."""
    proposal, poll = voted_about(make, town)
    taken_down(make, town[0], proposal)
    closed(town, poll)
    assert make.browser(None, town[0]).get(f"polls/{poll.number}/result").status_code == 200
