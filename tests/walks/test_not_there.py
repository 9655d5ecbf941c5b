"""What is not for your eyes is not there: the same answer, by the same questions to the database, as for what never was.

So neither words nor time tell whether a number is taken.
"""

from uuid import uuid4

import pytest

from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Statement
from app.polls.models import Poll
from app.proposals.models import Kind, Proposal, State
from app.volunteering.models import Shift
from tenants import db
from tests.support.counting import Counted
from tests.support.promises import promised
from tests.support.village import poll_values

ABSENT = 10**6


@pytest.fixture
def village(make):
    """What only some may read: a private request and its promise, a waiting text, what was taken down, a draft of a vote."""
    community = make.community()
    author, now = make.member(community), clock.now()
    mine = {"author_id": author.id, "kind": Kind.REQUEST, "title": "家里的事"}
    private = make.row(Proposal, community, private=True, state=State.DELIVERING, visible_at=now, **mine)
    waiting = make.row(Proposal, community, state=State.WAITING, **mine)
    hidden = make.row(Proposal, community, visible_at=now, hidden_at=now, **mine)
    shown = make.row(Proposal, community, visible_at=now, **(mine | {"kind": Kind.PROPOSAL}))
    words = make.row(Statement, community, proposal_id=hidden.id, author_id=author.id)
    draft = make.row(
        Poll, community, **(poll_values(now) | {"noticed_at": None, "proposal_id": shown.id, "state": "drafted"})
    )
    shift = make.row(Shift, community, hidden_at=now, organiser_id=author.id)
    kept = promised(make, community, private)
    return community, {
        "private": (f"proposals/{private.number}", f"proposals/{ABSENT}"),
        "waiting": (f"proposals/{waiting.number}", f"proposals/{ABSENT}"),
        "taken down": (f"proposals/{hidden.number}", f"proposals/{ABSENT}"),
        "talk of it": (f"proposals/{hidden.number}/statements", f"proposals/{ABSENT}/statements"),
        "support": (f"proposals/{private.number}/endorsement", f"proposals/{ABSENT}/endorsement"),
        "words": (f"statements/{id_text(words.id)}/reaction", f"statements/{id_text(uuid4())}/reaction"),
        "promise": (f"commitments/{kept.number}", f"commitments/{ABSENT}"),
        "draft": (f"polls/{draft.number}", f"polls/{ABSENT}"),
        "draft's result": (f"polls/{draft.number}/result", f"polls/{ABSENT}/result"),
        "shift": (f"volunteering/shifts/{shift.number}", f"volunteering/shifts/{ABSENT}"),
        "shift for it": (f"volunteering/new?about={private.number}", f"volunteering/new?about={ABSENT}"),
        "report": (
            f"moderation/report?kind=proposal&subject={id_text(private.id)}",
            f"moderation/report?kind=proposal&subject={id_text(uuid4())}",
        ),
    }  # fmt: skip


POSTED = ("support", "words")
WHAT = (
    "private", "waiting", "taken down", "talk of it", "support", "words", "promise", "draft", "draft's result", "shift",
    "shift for it", "report",
)  # fmt: skip


@pytest.mark.parametrize("what", WHAT)
def test_a_stranger_and_a_neighbour_learn_nothing_from_words_or_time(make, village, what):
    community, addresses = village
    assert set(addresses) == set(WHAT)
    reader = make.official(community, "grid_worker") if what == "shift for it" else make.member(community)
    for who in (reader, None):
        there, absent = (_asked(make, make.browser(who, community), address, what) for address in addresses[what])
        assert there == absent
        assert who is None or there[0] == 404


def _asked(make, browser, address, what):
    """The status, what is asked of the database, and the page without the address itself."""
    ask = browser.post if what in POSTED else browser.get
    ask(address)  # what is learnt once and kept is known by now
    with Counted(db.engines.app, db.engines.writing) as counted:
        answer = ask(address)
    return (
        answer.status_code,
        counted.statements,
        len(answer.data) - len(answer.data.replace(address.encode(), b"")) and None,
    )
