"""A feature nobody else knows stands on every shared page, and is moderated and numbered like all others."""

from datetime import timedelta

from app.lending.models import Thing

from app.core import clock
from app.proposals.models import Kind, Proposal, State
from tests.moderation.steps import given_back, taken_down


def test_it_stands_on_every_shared_page(app, make):
    community = make.community()
    author, official = make.member(community), make.official(community)
    now = clock.now()
    thing = make.row(Thing, community, author_id=author.id, title="梯子", back_by_at=now + timedelta(days=2))
    item = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=now
    )  # fmt: skip
    stranger, mine, desk = (make.browser(who, community) for who in (None, author, official))
    address = f"lending/{thing.number}"
    assert "梯子" in stranger.get(address).text
    for browser, page in ((stranger, ""), (mine, "mine"), (desk, "desk/"), (desk, "desk/waiting/things")):
        text = browser.get(page).text
        assert "梯子" in text, page
        assert address in text, page
    assert "Or borrow it" in stranger.get(f"proposals/{item.number}").text
    assert "Things to borrow" in mine.get("").text
    assert "see what has not come back: committee" in app.test_cli_runner().invoke(args=["permissions"]).output
    worker = make.browser(make.official(community, "grid_worker"), community)
    assert worker.get("desk/waiting/things").status_code == 404

    ruling = taken_down(make, community, thing)
    assert stranger.get(address).status_code == 404
    assert "梯子" not in stranger.get("").text + desk.get("desk/").text
    given_back(make, community, ruling)
    assert "梯子" in stranger.get("").text
