"""GZ-1.1: what was promised weighs, and a resident's word on their own request is a reply (docs/score.md)."""

from datetime import timedelta

import pytest

from app.commitments.models import Commitment, Confirmation, Origin
from app.commitments.models import State as Kept
from app.core import clock
from app.proposals.models import Answer, AnswerKind, Kind, Proposal, State
from app.score import counting
from app.score.versions import GZ_1_0, GZ_1_1

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    return make.community()


def counted(make, town, indicator, version=GZ_1_1):
    with make.inside(town):
        pairs = counting.counted(version, clock.quarter(clock.now(), town.zone))["rates"][indicator]
    return [sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)]


def promise(make, town, author=None, *, kept=True, **given):
    """Due yesterday; done the day before, or not at all."""
    due = clock.now() - DAY
    values = {
        "origin": Origin.ANSWER, "due_at": due, "promised_at": due - 9 * DAY, "done_at": due - DAY if kept else None,
        "state": Kept.CLAIMED if kept else Kept.DUE,
    }  # fmt: skip
    if author is not None:
        values |= {"author_id": author.id, "author_household_id": author.household_id, "author_counts": author.counts}
    return make.row(Commitment, town, **(values | given))


def reply(make, town, what, who, fixed, turn=1):
    make.row(Confirmation, town, commitment_id=what.id, membership_id=who.id, turn=turn, fixed=fixed, counts=True)


def test_a_request_promised_for_a_day_and_never_done_costs(make, town):
    author = make.member(town)
    promise(make, town, author, one_persons=True, kept=False)
    assert counted(make, town, "E2") == [0, 1]
    assert counted(make, town, "E2", GZ_1_0) == [0, 0]


def test_every_kind_of_promise_counts(make, town):
    author = make.member(town)
    for origin in Origin:
        promise(make, town, author, origin=origin)
    assert counted(make, town, "E2") == [3, 3]


def test_done_late_reopened_or_not_yet_due(make, town):
    author, now = make.member(town), clock.now()
    promise(make, town, author, done_at=now)
    promise(make, town, author, reopened_at=now)
    promise(make, town, author, kept=False, due_at=now + DAY)
    promise(make, town, author, state=Kept.TAKEN_BACK)
    promise(make, town, author, hidden_at=now, hidden_final_at=now)
    assert counted(make, town, "E2") == [0, 2]


def test_what_those_in_office_promise_each_other_is_in_no_rate(make, town):
    promise(make, town, make.official(town, resident=True, staff=True), one_persons=True)
    assert counted(make, town, "E2") == [0, 0]


def test_at_most_three_requests_of_a_household_and_quarter_count(make, town):
    household = make.household(town)
    family = [make.member(town, household=household) for _ in range(2)]
    for place in range(5):
        given = promise(make, town, family[place % 2], one_persons=True, kept=place >= 3)
        reply(make, town, given, family[place % 2], place >= 3)
    promise(make, town, family[0])  # a common matter is nobody's alone
    assert counted(make, town, "E2") == [1, 4]
    assert counted(make, town, "E3") == [0, 3]


def test_the_authors_word_on_their_request_is_the_reply_and_silence_is_none(make, town):
    for fixed in (True, False, None):
        author = make.member(town)
        reply(make, town, promise(make, town, author, one_persons=True), author, fixed)
    assert counted(make, town, "E3") == [1, 2]
    assert counted(make, town, "E3", GZ_1_0) == [0, 0]


def test_of_a_common_matter_five_replies_count_and_fewer_do_not(make, town):
    people = [make.member(town) for _ in range(5)]
    full, few = promise(make, town, people[0]), promise(make, town, people[0])
    for place, one in enumerate(people):
        reply(make, town, full, one, place < 3)
        reply(make, town, few, one, True if place < 4 else None)
    assert counted(make, town, "E3") == [1, 1]


def test_the_last_turn_that_was_replied_to_enough_stands(make, town):
    people = [make.member(town) for _ in range(5)]
    mended, silent = (promise(make, town, people[0], reopened_at=clock.now()) for _ in range(2))
    for one in people:
        reply(make, town, mended, one, False)
        reply(make, town, mended, one, True, turn=2)
        reply(make, town, silent, one, False)
        reply(make, town, silent, one, None, turn=2)
    assert counted(make, town, "E3") == [1, 2]


def answered(make, town, kind, **given):
    author = make.member(town)
    item = make.row(
        Proposal, town, author_id=author.id, author_counts=True, kind=Kind.PROPOSAL, state=State.OPEN,
        answered_at=clock.now(), **given,
    )  # fmt: skip
    make.row(Answer, town, proposal_id=item.id, kind=kind, in_time=True)
    return item


def test_accepting_without_a_day_is_not_accepting_unless_all_decide_the_day(make, town):
    answered(make, town, AnswerKind.ACCEPT)
    assert counted(make, town, "E1") == [0, 1]
    assert counted(make, town, "E1", GZ_1_0) == [1, 1]
    answered(make, town, AnswerKind.ACCEPT, deliberation_closes_at=clock.now() + DAY)
    answered(make, town, AnswerKind.REFUSE)
    assert counted(make, town, "E1") == [2, 3]


def test_what_waits_above_is_out_until_the_body_takes_it_on(make, town):
    since = clock.now() - DAY
    answered(make, town, AnswerKind.TRANSFER, waiting_above_since=since)
    assert counted(make, town, "E1") == [0, 0]
    item = answered(make, town, AnswerKind.REFUSE, waiting_above_since=since, waiting_above_until=clock.now())
    make.row(Answer, town, proposal_id=item.id, kind=AnswerKind.TRANSFER, in_time=True, taken_on_at=clock.now())
    assert counted(make, town, "E1") == [1, 1]
