"""The record of acts in office: one chain, however many act at once, and a break in it is found."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from app.audit import operations
from app.audit.models import AuditEntry
from app.core.ids import id_text
from tenants import db


def test_acts_of_several_officials_at_once_stand_one_after_the_other(make, community):
    officials = [make.official(community) for _ in range(4)]

    def act(official):
        with make.inside(community):
            operations.record(make.visitor(official, community), "test.act", official)
            db.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, officials * 3))
    with make.inside(community):
        assert db.session.scalars(select(AuditEntry.number).order_by(AuditEntry.number)).all() == list(range(1, 13))
        assert operations.first_break() is None


def test_two_looks_at_once_are_both_shown(make, community):
    """Each look at personal fields is recorded: neither of two officials looking at once is turned away."""
    pages = [
        (make.browser(make.official(community), community), f"desk/households/{id_text(make.member(community).household_id)}")
        for _ in range(4)
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: one[0].get(one[1]).status_code, pages)) == [200] * 4


def test_a_forged_entry_breaks_the_chain_where_it_stands(make, community):
    official = make.official(community)
    with make.inside(community), db.session.no_autoflush:
        for _ in range(3):
            operations.record(make.visitor(official, community), "test.act", official)
        second = db.session.scalars(select(AuditEntry).where(AuditEntry.number == 2)).one()
        second.office = "someone else"
        assert operations.first_break() == 2
        db.session.expire(second)
        assert operations.first_break() is None
