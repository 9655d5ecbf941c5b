"""Nobody decides about their own text or their own ruling, also where two decide at once; what officials post goes
to the supervision board.
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.community.models import Post, PostTerm
from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Reaction, Statement
from app.moderation.models import Appeal, Report, Ruling
from app.proposals.models import Kind, Proposal, State
from app.volunteering.models import Shift
from tenants import db
from tests.support.at_once import at_once

DAY = timedelta(days=1)


@pytest.fixture
def community(make):
    return make.community()


def matter(make, community, author, **given):
    values = {"kind": Kind.PROPOSAL, "state": State.OPEN, "visible_at": clock.now(), "text": "骂人的话"} | given
    return make.row(Proposal, community, author_id=author.id, **values)


def reported(make, community, kind, subject):
    browser = make.browser(make.member(community), community)
    browser.post(f"moderation/report?kind={kind}&subject={id_text(subject.id)}", rule="1")
    with make.inside(community):
        return db.session.scalars(select(Report).where(Report.subject_id == subject.id)).one()


def taken_down(make, community, author, by):
    """A proposal of the author's that someone took down, and the author's appeal."""
    report = reported(make, community, "proposal", matter(make, community, author))
    ruling = {"decision": "hide", "rule": "1", "reason": "对人不对事"}
    assert make.browser(by, community).post(f"desk/moderation/{report.number}", **ruling).status_code == 303
    with make.inside(community):
        ruling = db.session.scalars(select(Ruling)).one()
    make.browser(author, community).post(f"moderation/rulings/{id_text(ruling.id)}/appeal", text="不服")
    with make.inside(community):
        return ruling, db.session.scalars(select(Appeal)).one()


def decide(make, community, appeal, by, decision):
    return lambda: make.browser(by, community).post(
        f"moderation/appeals/{id_text(appeal.id)}", decision=decision, reason=decision
    )  # fmt: skip


def test_whoever_ruled_does_not_decide_the_appeal(make, community):
    official = make.official(community)
    _, appeal = taken_down(make, community, make.member(community), official)
    board, today = make.row(Post, community, kind="supervision"), clock.local(clock.now(), community.zone).date()
    make.row(PostTerm, community, membership_id=official.id, post_id=board.id, since=today)
    assert decide(make, community, appeal, official, "uphold")().status_code == 409
    other = make.official(community, "supervision")
    assert decide(make, community, appeal, other, "uphold")().status_code == 303


def test_an_author_on_the_board_does_not_decide_the_appeal(make, community):
    author = make.official(community, "supervision")
    _, appeal = taken_down(make, community, author, make.official(community))
    page = decide(make, community, appeal, author, "restore")()
    assert page.status_code == 409
    assert "restore" in page.text
    with make.inside(community):
        assert db.session.scalars(select(Appeal)).one().upheld is None


def test_what_an_official_posts_is_ruled_on_by_the_supervision_board(make, community):
    organiser, now = make.official(community), clock.now()
    shift = make.row(Shift, community, organiser_id=organiser.id, starts_at=now + DAY, ends_at=now + 1.1 * DAY)
    report = reported(make, community, "shift", shift)
    form = {"decision": "keep", "rule": "1", "reason": "没有问题"}
    for who, status in ((make.official(community), 403), (make.official(community, "supervision"), 303)):
        assert make.browser(who, community).post(f"desk/moderation/{report.number}", **form).status_code == status


@pytest.mark.parametrize("state", [{"hidden_at": clock.now()}, {"state": State.WAITING, "visible_at": None}])
def test_what_was_said_to_a_matter_is_as_hidden_as_the_matter(make, community, state):
    author, neighbour = make.member(community), make.member(community)
    proposal = matter(make, community, author, **state)
    said = make.row(Statement, community, proposal_id=proposal.id, author_id=author.id, text="不该看到的话")
    browser, key = make.browser(neighbour, community), id_text(said.id)
    page = browser.get(f"moderation/report?kind=statement&subject={key}")
    assert (page.status_code, "不该看到的话" in page.text) == (404, False)
    assert browser.post(f"statements/{key}/reaction", kind="agree").status_code == 404
    assert browser.post(f"moderation/report?kind=statement&subject={key}", rule="1").status_code == 404
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Reaction)) == 0


@pytest.mark.postgresql_only
def test_two_officials_rule_once(make, community):
    """SQLite has one writer."""
    report = reported(make, community, "proposal", matter(make, community, make.member(community)))
    address = f"desk/moderation/{report.number}"
    rulings = [
        lambda who=make.official(community), decision=decision: make.browser(who, community).post(
            address, decision=decision, rule="1", reason=decision
        ).status_code
        for decision in ("keep", "hide")
    ]  # fmt: skip
    assert sorted(at_once(*rulings, at="INSERT INTO ruling")) == [303, 409]
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Ruling)) == 1


@pytest.mark.postgresql_only
def test_two_on_the_board_decide_an_appeal_once(make, community):
    """SQLite has one writer."""
    _, appeal = taken_down(make, community, make.member(community), make.official(community))
    both = [
        decide(make, community, appeal, make.official(community, "supervision"), one) for one in ("uphold", "restore")
    ]
    first, other = (page.status_code for page in at_once(*both, at="UPDATE appeal"))
    assert sorted((first, other)) == [303, 409]
    with make.inside(community):
        proposal, decided = db.session.scalars(select(Proposal)).one(), db.session.scalars(select(Appeal)).one()
        assert (proposal.hidden_at is not None) == (proposal.hidden_final_at is not None) == decided.upheld


@pytest.mark.postgresql_only
def test_two_who_report_one_text_at_once_make_one_report(make, community):
    """SQLite has one writer."""
    proposal = matter(make, community, make.member(community))
    address = f"moderation/report?kind=proposal&subject={id_text(proposal.id)}"
    both = [
        lambda browser=make.browser(make.member(community), community): browser.post(address, rule="1")
        for _ in range(2)
    ]
    assert [page.status_code for page in at_once(*both, at="INSERT INTO report")] == [303, 303]
    with make.inside(community):
        assert db.session.scalar(select(func.count()).select_from(Report)) == 1
