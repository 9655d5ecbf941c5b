"""The demo: exact stories, nothing empty, nothing past that should lie ahead, on any day; marked, refusing, erasable."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from app import clock, demo
from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.audit.operations import first_break
from app.board.models import Notice
from app.demo import cards, stories
from app.demo.stories import TOLD, office
from app.polls import queries
from app.polls.models import Poll, PollResult
from app.proposals import life
from app.proposals.models import Proposal
from app.score.models import ScoreSnapshot
from app.volunteering.models import Shift
from tenants import db
from tenants.models import Community, Instance, Region
from tenants.saying import Sentence
from tests.browsing import Browser
from tests.conftest import prepared, settings_for
from tests.factories import Make

DATES = (datetime(2026, 1, 2, 3, tzinfo=UTC), datetime(2026, 7, 1, 1, tzinfo=UTC))  # and today


def quiet(_line):
    pass


def communities():
    with db.unbound():
        return {one.slug: one for one in db.session.scalars(select(Community).where(Community.is_demo.is_(True)))}


EVERYONE = (
    "", "proposals/", "proposals/?kind=request", "proposals/?kind=proposal", "volunteering/", "volunteering/?show=past",
    "board/", "people", "polls/", "ratings/", "log", "score/looks",
)  # fmt: skip
OWN = {
    "resident": ("inbox", "proposals/?mine=1"),
    "neighbour": ("inbox", "proposals/?mine=1", "volunteering/?show=mine", "moderation/mine"),
    "organisation": ("inbox",),
    "grid": ("inbox", "desk/", "desk/members"),
    "committee": (
        "inbox", "desk/", "desk/members", "desk/invitations", "desk/households", "desk/posts", "desk/moderation", "desk/audit",
    ),
    "supervision": ("inbox", "desk/moderation", "desk/audit"),
}  # fmt: skip


@pytest.mark.sqlite_only
@pytest.mark.parametrize("day", DATES, ids=lambda day: f"{day:%Y-%m-%d}")
def test_on_any_day_no_list_is_empty_for_anyone_and_nothing_ahead_is_past(fresh_app, day):
    """SQLite alone: the same operations are tested on both databases one by one."""
    with clock.at(day):
        with fresh_app.app_context():
            demo.load(quiet)
        _stands_well(fresh_app, day)


@pytest.mark.sqlite_only
def test_today_no_list_is_empty_for_anyone_and_nothing_ahead_is_past(told):
    """SQLite alone, as on other days."""
    _stands_well(told, clock.now())


def _stands_well(app, day):
    with app.app_context():
        found = communities()
        for slug, community in found.items():
            with db.as_community(community.id):
                _nothing_past(slug, day)
    for community in found.values():
        _nothing_empty(app, community)


def _nothing_past(slug, day):
    items = db.session.scalars(select(Proposal)).all()
    overdue = [one.title for one in items if (step := life.next_step(one)) is not None and step.overdue]
    assert not overdue, f"{slug}: {overdue}"
    assert db.session.scalar(select(func.count()).select_from(Shift).where(Shift.starts_at > day))
    assert any(life.word(one) is life.Word.GATHERING for one in items)
    published = db.session.scalars(select(ScoreSnapshot.published).order_by(ScoreSnapshot.period)).all()
    assert published[-1] is (slug in ("quanhe", "wangyue", "riverside")), f"{slug}: {published}"


def _nothing_empty(app, community):
    for role, own in {"visitor": (), **OWN}.items():
        browser = Browser(app, community, None)
        if role != "visitor" and browser.post("/demo/sign-in", role=f"{community.slug}.{role}").status_code == 404:
            continue  # nobody plays it here
        for address in EVERYONE + own:
            page = browser.get(address)
            assert page.status_code == 200, f"{role} {community.slug}/{address}"
            assert 'class="empty"' not in page.text, f"{role}: {community.slug}/{address} is empty"
            assert "演示：人物均为虚构" in page.text


@pytest.fixture(scope="module")
def loaded(engine, tmp_path_factory, keyset, request):
    """The whole demo, once for all tests that only look: one worker runs them all (tests/conftest.py)."""
    name = "demo_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = prepared(settings_for(engine, tmp_path_factory.mktemp("demo"), name, keyset, request))
    with app.app_context():
        demo.load(quiet)
    yield app
    app.extensions["engines"].dispose()


@pytest.fixture
def told(loaded):
    db.engines = loaded.extensions["engines"]
    yield loaded
    db.end_request()


@pytest.fixture
def small(fresh_app, monkeypatch):
    """A demo of a few doors and one story: what is asked of it is how it comes and goes."""
    plans = [replace(plan, households=120, grids=plan.grids[:1]) for plan in demo.PLANS]
    monkeypatch.setattr(demo, "PLANS", plans)
    monkeypatch.setattr(cards, "_tour", lambda _town, _district: {})
    for plan in plans:
        monkeypatch.setitem(TOLD, plan.slug, (office.tell,))
    return fresh_app


VOTES = (  # community, number, on the roll, took part, yes; all passed
    ("quanhe", 1, 1860, 982, 611),
    ("quanhe", 2, 1860, 1019, 902),
    ("riverside", 1, 420, 238, 171),
)
FUNDS = (  # community, number, adults known here, took part, spent; the first three ideas won
    ("wangyue", 1, 640, 214, 2_700_000),
    ("riverside", 2, 421, 106, 570_000),
)
RUNNING = (("quanhe", 3, 806), ("riverside", 3, 143))


def test_every_vote_comes_out_to_the_household(told):
    with told.app_context():
        for slug, number, units, took_part, yes in VOTES:
            poll, result = _poll(slug, number)
            assert (poll.units, result.result["participants"], result.result["tally"]["yes"]) == (units, took_part, yes)
            assert poll.passed
            assert set(result.channels) == {"web", "paper"}
        for slug, number, units, took_part, spent in FUNDS:
            poll, result = _poll(slug, number)
            assert (poll.units, result.result["participants"], result.result["spent"]) == (units, took_part, spent)
            assert result.result["winners"] == [1, 2, 3]
        for slug, number, turnout in RUNNING:
            poll, result = _poll(slug, number)
            with db.as_community(poll.community_id):
                assert (result, queries.turnout(poll)) == (None, turnout)


def _poll(slug, number):
    with db.as_community(communities()[slug].id):
        query = select(Poll, PollResult).outerjoin(PollResult, PollResult.poll_id == Poll.id)
        return db.session.execute(query.where(Poll.number == number)).one()


def test_a_tap_on_a_card_signs_in_again_and_again_and_the_tour_leads_on(told):
    browser = Browser(told, None, None)
    page = browser.get("/")
    assert page.status_code == 200
    for _ in range(2):
        assert browser.post("/demo/sign-in", role="quanhe.committee").location == "/c/quanhe/desk/"
        assert browser.get("/c/quanhe/desk/").status_code == 200
    with told.test_request_context(), db.unbound():
        tour = cards.tour()
    assert len(tour) == 5
    for step in tour:
        there = browser.post("/demo/sign-in", role=step["key"], next=step["href"])
        page = browser.get(there.location)
        assert page.status_code == 200
        assert "演示：人物均为虚构" in page.text
    assert browser.post("/demo/sign-in", role="nobody").status_code == 404
    with told.app_context():
        for line in cards.links("http://x"):
            assert browser.get(line.split("http://x")[1]).status_code == 303
    assert browser.get("/demo/forged").status_code == 404


def test_an_english_browser_is_led_to_riverside(told):
    page = Browser(told, None, None, locale="en").get("/").text
    assert page.index("Riverside") < page.index("泉和社区")


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
        _leave_room(pages=120)
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


def test_what_was_done_in_office_stands_in_the_order_of_time_and_numbers_follow_it(told):
    with told.app_context():
        for community in communities().values():
            with db.as_community(community.id):
                for model, moment in (
                    (AuditEntry, AuditEntry.at),
                    (Proposal, Proposal.created_at),
                    (Notice, Notice.posted_at),
                ):
                    times = db.session.scalars(select(moment).order_by(model.number)).all()
                    assert times == sorted(times), f"{community.slug}: {model.__tablename__}"
                assert first_break() is None


def test_the_resident_of_the_card_was_drawn_to_rate(told):
    browser = Browser(told, None, None)
    browser.post("/demo/sign-in", role="quanhe.resident")
    assert 'name="q1"' in browser.get("/c/quanhe/ratings/2").text


def test_every_story_is_told_somewhere():
    told = {getattr(tell, "func", tell).__module__ for tells in TOLD.values() for tell in tells}
    files = Path(stories.__file__).parent.glob("[a-z]*.py")
    assert {f"{stories.__name__}.{file.stem}" for file in files} <= told


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
