"""On an item the reader's own duty stands first; once it is done, the way leads on to what is due next."""

import re
from datetime import timedelta

import pytest

from app.commitments.models import Commitment, Confirmation
from app.commitments.models import State as Kept
from app.core import clock
from app.proposals.models import Kind, Proposal, State

DAY = timedelta(days=1)


@pytest.fixture
def community(make):
    return make.community()


def item(make, community, **given):
    values = {
        "kind": Kind.PROPOSAL,
        "state": State.OPEN,
        "visible_at": clock.now(),
        "author_id": make.member(community).id,
    }
    return make.row(Proposal, community, **values | given)


def promised(make, community, matter, **given):
    values = {"subject_kind": "proposal", "subject_id": matter.id, "subject_number": matter.number}
    return make.row(Commitment, community, **values | given)


def dock(make, community, who, matter):
    """(words, address) of the page's main act; None where there is none."""
    page = make.browser(who, community, locale="en").get(f"proposals/{matter.number}").text
    found = re.search(r'<div class="dock"><a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page)
    return (found[2], found[1].split(f"/c/{community.slug}/")[1]) if found else None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"answer_due_at": clock.now() + DAY}, "Answer"),
        ({"state": State.WAITING, "visible_at": None, "answer_due_at": clock.now()}, "Check the text"),
        ({"state": State.ENDORSED, "answered_at": clock.now()}, "Open the talk"),
        (
            {"state": State.DELIBERATING, "answered_at": clock.now(), "deliberation_closes_at": clock.now() - DAY},
            "Put it to the vote",
        ),
    ],
)
def test_what_the_office_owes_stands_before_its_own_opinion(make, community, given, words):
    matter = item(make, community, **given)
    assert dock(make, community, make.official(community), matter)[0] == words


def test_residents_are_asked_for_their_word(make, community):
    matter = item(make, community, answer_due_at=clock.now() + DAY)
    assert dock(make, community, make.member(community), matter)[0] == "Say what I think"
    assert dock(make, community, None, matter) is None


def test_who_is_asked_whether_it_is_done_answers_that_first(make, community):
    neighbour, matter = make.member(community), item(make, community, state=State.DONE_CLAIMED)
    promise = promised(make, community, matter, state=Kept.CLAIMED)
    make.row(Confirmation, community, commitment_id=promise.id, membership_id=neighbour.id, fixed=None)
    assert dock(make, community, neighbour, matter) == ("Look and answer", f"commitments/{promise.number}/confirmation")


@pytest.mark.parametrize(("days", "words"), [(-1, "It is done"), (30, "Say what I think")])
def test_a_promise_waits_for_the_office_once_its_day_has_come(make, community, days, words):
    matter = item(make, community, state=State.DELIVERING)
    promised(make, community, matter, due_at=clock.now() + days * DAY, state=Kept.DUE)
    assert dock(make, community, make.official(community), matter)[0] == words


def test_what_is_done_leads_on_to_what_is_due_next(make, community):
    now, official = clock.now(), make.official(community)
    first, second, late = (
        item(make, community, answer_due_at=now + days * DAY, endorsements_needed=9) for days in (1, 3, -2)
    )
    committee = make.browser(official, community)
    committee.post(f"proposals/{first.number}/answer", kind="refuse", text="今年没有这笔钱。")
    assert dock(make, community, official, first) == (f"Next due: No. {late.number}", f"proposals/{late.number}")
    committee.post(f"proposals/{late.number}/answer", kind="refuse", text="今年没有这笔钱。")
    assert dock(make, community, official, first)[1] == f"proposals/{second.number}"
    committee.post(f"proposals/{second.number}/answer", kind="refuse", text="今年没有这笔钱。")
    assert dock(make, community, official, first) is None
