"""Lists ask few questions, and as many of 50 rows as of 5."""

import pytest

from app.core import clock
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.models import Community
from tests.support.counting import Counted

LISTS = {
    "proposals/": (3, 5),
    "board/": (3, 5),
    "polls/": (3, 5),
    "volunteering/": (3, 5),
    "log": (3, 5),
    "ratings/": (3, 5),
}


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_list_asks_the_same_few_questions_at_5_and_at_50_rows(app, make, address):
    signed_out, signed_in = LISTS[address]
    community = make.community()
    member = make.member(community)
    counts = {}
    for rows in (5, 45):
        _fill(make, community, member, rows)
        for who in (None, member):
            browser = make.browser(who, community)
            browser.get(address)
            with Counted(db.engines.app) as counted:
                assert browser.get(address).status_code == 200
            counts.setdefault(who is None, []).append(len(counted.statements))
    assert max(counts[True]) <= signed_out, counted.statements
    assert max(counts[False]) <= signed_in, counted.statements
    assert len(set(counts[True])) == len(set(counts[False])) == 1


def _fill(make, community, author, rows):
    now = clock.now()
    for _ in range(rows):
        make.row(Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, visible_at=now, state=State.OPEN)


def test_a_community_is_found_in_one_statement_however_many_there_are(app, make):
    community = make.community()
    with Counted(db.engines.app) as counted:
        make.browser(None, community).get("proposals/")
    assert sum("FROM community" in one for one in counted.statements) == 1
    assert Community.__tablename__ == "community"
