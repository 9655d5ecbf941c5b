"""The committee's "Today": the most urgent first, and said plainly when there is more."""

import re
from datetime import timedelta

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
