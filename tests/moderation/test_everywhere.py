"""Of every class that moderation may take down, and on every page: gone for all but those who decide, and back whole."""

from datetime import timedelta

import pytest

from app.board.models import NoticeKind
from app.board.operations import announce
from app.core import clock
from app.core.moderated import Moderated
from app.core.registry import registry
from app.notifications.kinds import KINDS
from app.notifications.operations import tell
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.owned import tables
from tests.moderation.steps import again, given_back, reported, ruled, taken_down
from tests.support.village import addresses, new_village

READERS = ("stranger", "guest", "pending", "grid_worker", "reviewer")
CANARY = "金丝雀"
KINDS_OF_TEXT = ("notice", "poll", "proposal", "shift", "statement")


def test_what_can_be_taken_down_is_what_can_be_reported(app):
    moderated = {name for name, model in tables().items() if issubclass(model, Moderated)}
    assert moderated == set(registry.reportable()) == set(KINDS_OF_TEXT)


@pytest.fixture(params=KINDS_OF_TEXT)
def told(request, make):
    """A village where one text carries a canary, which a neighbour's inbox and the board repeat."""
    seen = new_village(make)
    author = seen.people["resident"]
    if request.param == "proposal":  # the village's own is reported already
        given = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": clock.now(), "author_id": author.id}
        seen.rows["proposal"] = make.row(Proposal, seen.community, **given)
    row = seen.rows[request.param]
    with make.inside(seen.community):
        row = db.session.merge(row)
        row.text = CANARY
        for name, value in _titled(row, author).items():
            setattr(row, name, value)
        if getattr(row, "number", None):
            announce(NoticeKind.RESULT, CANARY, CANARY, request.param, row.number)
            for kind in KINDS.values():
                if kind.about == request.param and "%(title)s" in kind.words:
                    tell(kind, [seen.people["pending"].id], row.number, title=CANARY, name="")
        db.commit()
    return seen, row


def _titled(row, author):
    now = clock.now()
    given = {
        "title": CANARY,
        "author_id": author.id,
        "organiser_id": author.id,
        "starts_at": now + timedelta(days=1),
        "ends_at": now + timedelta(days=2),
    }
    return {name: value for name, value in given.items() if name in type(row).__table__.columns}


def shown(app, make, seen):
    """(role, endpoint) of every page that shows the canary."""
    pages = list(addresses(app, seen.region, seen.community, seen.rows))
    return {
        (role, endpoint) for role in READERS for endpoint, address in pages
        if CANARY in make.browser(seen.people[role], seen.community).get(address).text
    }  # fmt: skip


def test_it_is_gone_from_every_page_and_comes_back_whole(app, make, told):
    seen, row = told
    before = shown(app, make, seen)
    assert before
    ruling = taken_down(make, seen.community, row)
    assert shown(app, make, seen) == set()
    given_back(make, seen.community, ruling)
    assert shown(app, make, seen) == before
    assert again(make, seen.community, row).hidden_at is None


def test_its_author_and_those_who_decide_still_read_it(make, told):
    seen, row = told
    report = reported(make, seen.community, row)
    board = make.official(seen.community, "supervision" if report.to_supervision else "committee")
    assert CANARY in make.browser(board, seen.community).get(f"desk/moderation/{report.number}").text
    assert ruled(make, seen.community, report).status_code == 303
    kind = registry.kind(row.__tablename__)
    if kind.page and not row.page_stays:
        with make.app.test_request_context():
            address = make.app.url_for(kind.page, slug=seen.community.slug, number=row.number)
        assert CANARY in make.browser(seen.people["resident"], seen.community).get(address).text


def test_a_taken_down_text_takes_no_further_report(make, told):
    seen, row = told
    taken_down(make, seen.community, row)
    form = {"rule": "1"}
    official = make.browser(make.official(seen.community), seen.community)
    from app.core.ids import id_text

    again_reported = official.post(f"moderation/report?kind={row.__tablename__}&subject={id_text(row.id)}", **form)
    assert again_reported.status_code == 409
