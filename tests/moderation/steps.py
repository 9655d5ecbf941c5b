"""What the tests about moderation do over and over: report a text, rule on it, appeal, give it back."""

from sqlalchemy import select

from app.core.ids import id_text
from app.core.registry import registry
from app.moderation.models import Appeal, Report, Ruling
from tenants import db


def reported(make, community, subject, by=None):
    """Someone says that it breaks a rule; the report."""
    browser = make.browser(by or make.member(community), community)
    address = f"moderation/report?kind={subject.__tablename__}&subject={id_text(subject.id)}"
    assert browser.get(address).status_code == 200
    assert browser.post(address, rule="1", text="不妥").status_code == 303
    with make.inside(community):
        return db.session.scalars(select(Report).where(Report.subject_id == subject.id)).one()


def ruled(make, community, report, decision="hide", by=None):
    """Whoever it goes to decides."""
    by = by or make.official(community, "supervision" if report.to_supervision else "committee")
    form = {"decision": decision, "rule": "1", "reason": "不针对人"}
    return make.browser(by, community).post(f"desk/moderation/{report.number}", **form)


def taken_down(make, community, subject, reporter=None):
    """The ruling that took it down."""
    assert ruled(make, community, reported(make, community, subject, reporter)).status_code == 303
    return ruling_on(make, community, subject)


def ruling_on(make, community, subject):
    with make.inside(community):
        return db.session.scalars(select(Ruling).where(Ruling.subject_id == subject.id)).one()


def given_back(make, community, ruling):
    """The author appeals, and someone else of the supervision board grants it."""
    with make.inside(community):
        made = Appeal(ruling_id=ruling.id, text="请再看看", due_at=ruling.final_at, created_at=ruling.created_at)
        db.session.add(made)
        db.session.flush()
        key = id_text(made.id)
        db.commit()
    board = make.browser(make.official(community, "supervision"), community)
    assert board.post(f"moderation/appeals/{key}", decision="restore", reason="可以").status_code == 303


def again(make, community, row):
    """The row as the database has it now."""
    with make.inside(community):
        return db.session.scalars(select(type(row)).where(type(row).id == row.id)).one()


def reportable():
    return sorted(registry.reportable())
