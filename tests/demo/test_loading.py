"""How the demo comes and goes: on any day, refusing, interrupted, erased."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from app import demo
from app.accounts.models import Account
from app.core import clock
from app.demo import cards
from app.demo.stories import TOLD, office
from tenants import db
from tenants.cli_output import Sentence
from tenants.models import Community, Instance, Region
from tests.demo.steps import quiet, stands_well
from tests.support.factories import Make
from tests.support.instances import load_demo

DATES = (datetime(2026, 1, 2, 3, tzinfo=UTC), datetime(2026, 7, 1, 1, tzinfo=UTC))  # and today


@pytest.mark.prove
@pytest.mark.sqlite_only
@pytest.mark.parametrize("day", DATES, ids=lambda day: f"{day:%Y-%m-%d}")
def test_on_any_day_no_list_is_empty_for_anyone_and_nothing_ahead_is_past(fresh_app, day):
    """SQLite alone: the same operations are tested on both databases one by one."""
    with clock.at(day):
        stands_well(fresh_app, load_demo(fresh_app), day)


@pytest.fixture
def small(fresh_app, monkeypatch):
    """A demo of two communities with a few doors and one story: what is asked of it is how it comes and goes."""
    plans = [replace(plan, households=120, grids=plan.grids[:1]) for plan in (demo.PLANS[0], demo.PLANS[-1])]
    monkeypatch.setattr(demo, "PLANS", plans)
    monkeypatch.setattr(cards, "_tour", lambda _town, _district: {})
    for plan in plans:
        monkeypatch.setitem(TOLD, plan.slug, (office.tell,))
    return fresh_app


def test_the_demo_is_erased_without_a_trace_and_can_come_again(small):
    with small.app_context():
        demo.load(quiet)
        demo.erase(quiet)
        assert not _left()
        demo.load(quiet)


@pytest.mark.sqlite_only
def test_where_the_disk_is_full_half_way_nothing_of_it_is_kept(small):
    """SQLite alone: its file can be kept from growing."""
    said = []
    with small.app_context():
        _leave_room(pages=40)
        with pytest.raises(OperationalError, match="full"):
            demo.load(said.append)
        assert said[-1] == "demo taken back: nothing of it was kept"
        assert not _left()


def _leave_room(pages):
    def limit(connection, _record):
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages}")

    event.listen(db.engines.app, "connect", limit)
    db.engines.app.dispose()


def _left():
    with db.unbound():
        counts = {kind: select(func.count()).select_from(kind) for kind in (Community, Account, Region, Instance)}
        counts[Instance] = counts[Instance].where(Instance.name.startswith("demo"))
        return {kind.__name__: found for kind, query in counts.items() if (found := db.session.scalar(query))}


def test_ctrl_c_takes_the_demo_back_too(small, monkeypatch):
    def interrupted(_story):
        raise KeyboardInterrupt

    monkeypatch.setitem(TOLD, "quanhe", (office.tell, interrupted))
    with small.app_context():
        with pytest.raises(KeyboardInterrupt):
            demo.load(quiet)
        assert not _left()


def test_what_cannot_be_taken_back_is_said_and_erased_later(small, monkeypatch):
    def fails(*_):
        raise OperationalError("", {}, Exception("disk is full"))

    said = []
    with small.app_context():
        with monkeypatch.context() as broken:
            broken.setitem(TOLD, "quanhe", (fails,))
            broken.setattr(demo, "erase", fails)
            with pytest.raises(OperationalError):
                demo.load(said.append)
        assert "demo erase" in said[-1]
        assert _left()
        demo.erase(quiet)
        assert not _left()


def test_it_refuses_beside_real_members_and_twice(small):
    with small.app_context():
        demo.load(quiet)
        with pytest.raises(Sentence, match="already"):
            demo.load(quiet)
        demo.erase(quiet)
    Make(small).account()
    with small.app_context(), pytest.raises(Sentence, match="real members"):
        demo.load(quiet)


def test_what_a_killed_start_left_is_taken_back_at_the_next(small, monkeypatch):
    """A process that is killed takes nothing back itself."""
    said = []

    def killed(_story):
        raise OSError("killed")

    with small.app_context():
        demo.want()
        with monkeypatch.context() as dying:
            dying.setitem(TOLD, "riverside", (killed,))
            dying.setattr(demo, "_take_back", quiet)
            with pytest.raises(OSError, match="killed"):
                demo.load(quiet)
        assert demo.is_wanted()
        assert _left()
        demo.load(said.append)
        assert "taking back" in said[0]
        assert not demo.is_wanted()
        demo.erase(quiet)
        assert not _left()
