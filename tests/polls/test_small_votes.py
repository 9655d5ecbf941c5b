"""Small numbers stay dark: a result that few took part in must not tell how any of them voted."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.polls.cli import polls_cli
from app.polls.models import Ballot, PollResult
from tenants import db
from tests.polls.steps import closed, open_poll, read_by_all, voted

OPTIONS = [("长椅", None), ("花箱", None)]


def stored(make, town, poll):
    with make.inside(town[0]):
        result = db.session.scalars(select(PollResult).where(PollResult.poll_id == poll.id)).one()
        return result, db.session.scalars(select(Ballot.id).where(Ballot.poll_id == poll.id)).all()


@pytest.mark.parametrize("choices", [["yes"] * 8, ["yes"] * 5 + ["no"] * 2, ["no"] * 9, ["yes"] * 2])
def test_of_fewer_than_ten_votes_only_the_decision_is_kept_and_told(make, town, choices):
    poll = open_poll(make, town)
    voted(make, town, poll, choices)
    closed(town, poll)
    document, page = read_by_all(make, town, poll).json, read_by_all(make, town, poll, "result").text
    decision = {"passed": len(choices) > 6 and "yes" in choices, "quorum_met": len(choices) > 6, "winners": []}
    assert document["result"] == decision
    assert document["ballots"] is document["ballot_root"] is None
    assert read_by_all(make, town, poll, "ballots.json").json["ballot_root"] is None
    assert "<table" not in page
    assert "g-part" not in page  # no bar either
    result, ballots = stored(make, town, poll)
    assert (result.result, result.ballot_root, result.channels, ballots) == (decision, None, {}, [])


def test_opinions_of_five_to_nine_are_told_in_figures_without_ballots_or_their_fingerprint(make, town):
    poll = open_poll(make, town, "STRAW", kind="choose_one", options=OPTIONS)
    voted(make, town, poll, ["1"] * 4 + ["2"])
    closed(town, poll)
    document = read_by_all(make, town, poll).json
    assert document["result"]["tally"] == {"1": 4, "2": 1}
    assert document["ballots"] is document["ballot_root"] is None
    assert "<table" in read_by_all(make, town, poll, "result").text
    assert stored(make, town, poll)[1] == []


@pytest.mark.parametrize("kind", ["yes_no", "choose_one"])
def test_of_opinions_of_fewer_than_five_nothing_is_told(make, town, kind):
    poll = open_poll(make, town, "STRAW", kind=kind, options=OPTIONS if kind != "yes_no" else [])
    voted(make, town, poll, ["no" if kind == "yes_no" else "2"] * 4)
    closed(town, poll)
    assert read_by_all(make, town, poll).json["result"] == {"passed": None, "quorum_met": True, "winners": []}
    page = read_by_all(make, town, poll, "result").text
    assert "Too few took part" in page
    assert "<table" not in page
    assert "chosen" not in page


def test_whoever_recounts_a_vote_without_ballots_is_told_why_not(make, town, tmp_path):
    poll = open_poll(make, town)
    voted(make, town, poll, ["yes"] * 8)
    closed(town, poll)
    file = tmp_path / "export.json"
    file.write_text(json.dumps(read_by_all(make, town, poll).json))
    done = CliRunner().invoke(polls_cli, ["recount", str(file)])
    assert done.exit_code == 2
    assert "fewer than ten" in done.stderr
