"""The committee's "Today": the most urgent first, and said plainly when there is more."""

import re
from datetime import timedelta

from app.commitments.models import Commitment, Origin
from app.core import clock
from app.proposals.models import Kind, Proposal, State
from tests.support.promises import promised
from tests.test_paging import walked


def test_ten_are_shown_the_first_due_on_top_and_the_others_a_page_at_a_time(make):
    community = make.community()
    author, now = make.member(community), clock.now()
    desk = make.browser(make.official(community), community, locale="en")
    for day in range(44, -1, -1):
        make.row(
            Proposal, community, author_id=author.id, kind=Kind.REQUEST, state=State.OPEN, visible_at=now,
            title=f"matter {day:02d}", answer_due_at=now + timedelta(days=day + 1),
        )  # fmt: skip
        if day == 35:
            assert "To answer 10<" in desk.get("desk/").text
    page = desk.get("desk/").text
    assert "To answer 10+" in page
    assert page.index("matter 00") < page.index("matter 09")
    assert "matter 10" not in page
    assert "All of these" in page
    pages = walked(desk, "desk/waiting/answer")
    assert re.findall(r"matter \d\d", "".join(pages)) == [f"matter {day:02d}" for day in range(45)]
    assert len(pages) == 3
    assert desk.get("desk/waiting/nothing").status_code == 404


def test_the_committee_finds_private_and_waiting_matters_on_its_desk(make):
    community = make.community()
    author, now = make.member(community), clock.now()
    shown = {"author_id": author.id, "visible_at": now, "kind": Kind.REQUEST}
    due = {"answer_due_at": now + timedelta(days=1), "check_due_at": now + timedelta(days=1)}
    make.row(Proposal, community, title="家里的事", private=True, **shown, **due)
    secret = make.row(Proposal, community, title="答应过的私事", private=True, state=State.DELIVERING, **shown)
    promised(make, community, secret)
    make.row(Proposal, community, title="还没审阅", state=State.WAITING, author_id=author.id, kind=Kind.REQUEST, **due)
    committee = make.browser(make.official(community), community).get("desk/").text
    assert all(title in committee for title in ("家里的事", "答应过的私事", "还没审阅"))


def test_the_kind_of_act_whose_first_row_is_due_first_stands_on_top(make):
    community = make.community()
    author, now = make.member(community), clock.now()
    values = {"author_id": author.id, "kind": Kind.REQUEST, "visible_at": now}
    promised_item = make.row(Proposal, community, state=State.DELIVERING, title="due in June", **values)
    promised(make, community, promised_item, due_at=now + timedelta(days=40))
    make.row(
        Proposal, community, state=State.OPEN, title="due on Thursday", answer_due_at=now + timedelta(days=3), **values
    )
    official = make.official(community)
    page = make.browser(official, community, locale="en").get("desk/").text
    assert page.index("due on Thursday") < page.index("due in June")
    make.row(Commitment, community, what="due today", subject_kind="proposal", subject_id=promised_item.id,
             subject_number=promised_item.number, origin=Origin.ANSWER, due_at=now + timedelta(hours=1))  # fmt: skip
    page = make.browser(official, community, locale="en").get("desk/").text
    assert page.index("due today") < page.index("due on Thursday")
