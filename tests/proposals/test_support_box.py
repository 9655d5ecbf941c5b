"""What the box of a proposal's support offers its reader, in each of its states."""

import re

import pytest

from app.core import clock
from app.proposals.models import Endorsement, Kind, Proposal, State
from tests.support.readers import reader

STATES = [
    ("member", State.OPEN, False, "I support this"),
    ("member", State.OPEN, True, "You support this. Undo"),
    ("member", State.ENDORSED, True, "You support this."),
    ("member", State.ENDORSED, False, "I support this"),
    ("pending", State.OPEN, False, "I support this"),
    ("guest", State.OPEN, False, "Join to support it"),
    ("stranger", State.OPEN, False, "Sign in to support it"),
]


@pytest.mark.parametrize(("who", "state", "supports", "words"), STATES)
def test_the_box_says_what_its_reader_may_do(make, who, state, supports, words):
    community, now = make.community(), clock.now()
    matter = make.row(
        Proposal, community, kind=Kind.PROPOSAL, state=state, visible_at=now, endorsements=3, endorsements_needed=5
    )
    person = reader(make, community, who)
    if supports:
        make.row(Endorsement, community, proposal_id=matter.id, membership_id=person.id)
    page = make.browser(person, community, locale="en").get(f"proposals/{matter.number}").text
    box = re.search(r'<section class="card".*?</section>', page, re.DOTALL)[0]
    assert [words] == re.findall(r">([^<>]*(?:upport this|upport it)[^<>]*)<", box)[-1:]
    assert "3 households support this" in box
    assert "2 to go" in box
    assert ("<button" in box) == (words in ("I support this", "You support this. Undo"))
