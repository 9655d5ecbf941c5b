"""Report → ruling → the author is told → public log; an appeal goes to someone else; the record holds."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.audit import operations as audit
from app.audit.models import AuditEntry
from app.core import clock
from app.core.ids import id_text
from app.moderation.models import Appeal, Report, Ruling
from app.outbox import jobs
from app.proposals.models import Kind, Proposal, State
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db


@pytest.fixture
def town(make):
    community = make.community()
    author = make.member(community)
    proposal = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now(),
        answer_due_at=clock.now() - timedelta(hours=1), text="骂人的话", author_counts=True,
    )  # fmt: skip
    return community, author, proposal, make.official(community), make.official(community, "supervision")


def reported(make, town):
    community, _, proposal, _, _ = town
    neighbour = make.browser(make.member(community), community)
    address = f"moderation/report?kind=proposal&subject={id_text(proposal.id)}"
    assert neighbour.get(address).status_code == 200
    assert neighbour.post(address, rule="1", text="骂人").status_code == 303
    with make.inside(community):
        return db.session.scalars(select(Report)).one()


def hide(make, town):
    report = reported(make, town)
    desk = make.browser(town[3], town[0])
    assert (
        desk.post(f"desk/moderation/{report.number}", decision="hide", rule="1", reason="对人不对事").status_code == 303
    )
    with make.inside(town[0]):
        return db.session.scalars(select(Ruling)).one()


def test_a_text_is_taken_down_with_rule_and_reason_and_stands_in_the_log(make, town):
    community, author, proposal, _, _ = town
    hide(make, town)
    assert make.browser(None, community).get(f"proposals/{proposal.number}").status_code == 404
    assert make.browser(author, community).get(f"proposals/{proposal.number}").status_code == 200
    assert "对人不对事" in make.browser(author, community).get("moderation/mine").text
    assert "对人不对事" in make.browser(author, community).get("inbox").text
    log = make.browser(None, community).get("log").text
    assert "对人不对事" in log
    assert author.name not in log


def test_the_supervision_board_gives_it_back_and_the_moderator_cannot(make, town):
    community, author, proposal, official, board = town
    ruling = hide(make, town)
    assert (
        make.browser(author, community)
        .post(f"moderation/rulings/{id_text(ruling.id)}/appeal", text="我说的是事")
        .status_code
        == 303
    )
    with make.inside(community):
        appeal = db.session.scalars(select(Appeal)).one()
    address = f"moderation/appeals/{id_text(appeal.id)}"
    assert make.browser(official, community).post(address, decision="uphold", reason="就是").status_code == 403
    assert make.browser(board, community).post(address, decision="restore", reason="没有指向个人").status_code == 303
    assert make.browser(None, community).get(f"proposals/{proposal.number}").status_code == 200


def test_an_appeal_ends_after_three_days_and_comes_once(make, town):
    community, author, _, _, _ = town
    ruling = hide(make, town)
    browser, address = make.browser(author, community), f"moderation/rulings/{id_text(ruling.id)}/appeal"
    with clock.at(clock.now() + timedelta(days=4)):
        assert browser.post(address, text="晚了").status_code == 409
    assert browser.post(address, text="我说的是事").status_code == 303
    assert browser.post(address, text="再来").status_code == 409
    assert make.browser(make.member(community), community).post(address, text="不是我的").status_code == 403


def test_PT16_hiding_does_not_shrink_the_denominator_until_the_ruling_is_final(make, town):
    community = town[0]
    hide(make, town)
    for days, due in ((1, 1), (8, 0)):
        moment = clock.now() + timedelta(days=days)
        with clock.at(moment):
            jobs.run_jobs(community.id)
            with make.inside(community):
                evidence = counting.counted(IN_FORCE, clock.quarter(moment, community.zone))
        assert sum(pair[1] for pair in evidence["rates"]["E1"]) == due


def test_nobody_rules_on_their_own_text(make):
    community = make.community()
    official = make.official(community)
    proposal = make.row(
        Proposal, community, author_id=official.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now()
    )
    report = make.row(Report, community, subject_kind="proposal", subject_id=proposal.id)
    answer = make.browser(official, community).post(
        f"desk/moderation/{report.number}", decision="keep", rule="1", reason="好"
    )
    assert answer.status_code == 409


def test_the_record_of_acts_in_office_shows_any_change(app, make, town):
    community = town[0]
    hide(make, town)
    board = make.browser(town[4], community)
    assert board.get("desk/audit").status_code == 200
    with make.inside(community):
        assert audit.first_break() is None
        entry = db.session.scalars(select(AuditEntry)).first()
        entry.act = "proposal.answer"
        with pytest.raises(LookupError, match="appended"):
            db.session.flush()
        db.session.rollback()
    owner = db.engines.app if db.engines.is_sqlite else db.engines.owner
    with owner.begin() as connection:
        if not db.engines.is_sqlite:
            connection.exec_driver_sql(f"SET LOCAL app.community_id = '{community.id}'")
        connection.execute(
            update(AuditEntry.__table__).where(AuditEntry.community_id == community.id).values(act="forged")
        )
    with make.inside(community):
        assert audit.first_break() == 1


def test_whoever_reported_it_hears_that_it_was_looked_at_and_nobody_else(make, town):
    community, author, proposal, official, _ = town
    neighbour = make.member(community)
    browser = make.browser(neighbour, community, locale="en")
    address = f"moderation/report?kind=proposal&subject={id_text(proposal.id)}"
    assert browser.post(address, rule="1", text="骂人").status_code == 303
    with make.inside(community):
        number = db.session.scalars(select(Report.number)).one()
    desk = make.browser(official, community)
    assert desk.post(f"desk/moderation/{number}", decision="keep", rule="1", reason="可以说").status_code == 303
    assert "What you reported was looked at" in browser.get("inbox").text
    for other in (author, make.member(community)):
        assert "What you reported" not in make.browser(other, community, locale="en").get("inbox").text
