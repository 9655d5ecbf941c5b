"""The committee's "Today": the most urgent first, and said plainly when there is more."""

from datetime import timedelta

from app import clock
from app.home.queries import MOST
from app.proposals.models import Kind, Proposal, State


def test_fifty_are_shown_the_first_due_on_top_and_that_there_are_more_is_said(make):
    community = make.community()
    author, now = make.member(community), clock.now()
    desk = make.browser(make.official(community), community, locale="en")
    for day in range(MOST, -1, -1):
        make.row(
            Proposal, community, author_id=author.id, kind=Kind.REQUEST, state=State.OPEN, visible_at=now,
            title=f"matter {day:02d}", answer_due_at=now + timedelta(days=day + 1),
        )  # fmt: skip
        if day == 1:
            assert "To answer 50<" in desk.get("desk/").text
    page = desk.get("desk/").text
    assert "To answer 50+" in page
    assert "The 50 most urgent are shown." in page
    assert page.index("matter 00") < page.index("matter 49")
    assert "matter 50" not in page


def test_a_grid_worker_finds_on_the_desk_what_everyone_may_read_and_nothing_else(make):
    community = make.community()
    author, now = make.member(community), clock.now()
    shown = {"author_id": author.id, "visible_at": now, "kind": Kind.REQUEST}
    due = {"answer_due_at": now + timedelta(days=1)}
    make.row(Proposal, community, title="路灯不亮", **shown, **due)
    make.row(Proposal, community, title="家里的事", private=True, **shown, **due)
    make.row(
        Proposal, community, title="答应过的私事", private=True, state=State.DELIVERING,
        delivery_due_at=now + timedelta(days=1), **shown,
    )  # fmt: skip
    make.row(Proposal, community, title="还没审阅", state=State.WAITING, author_id=author.id, kind=Kind.REQUEST, **due)
    hidden = ("家里的事", "答应过的私事", "还没审阅")
    worker = make.browser(make.official(community, "grid_worker"), community).get("desk/").text
    committee = make.browser(make.official(community), community).get("desk/").text
    assert "路灯不亮" in worker
    assert [title for title in hidden if title in worker] == []
    assert [title for title in hidden if title in committee] == list(hidden)
