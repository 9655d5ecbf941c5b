"""What the demo tells, loaded today: exact counts, nothing empty, cards that sign in, a tour, the order of time.

It is loaded once a run and copied for each worker (tests/support/instances.py); on PostgreSQL in `make prove`: that
a smaller demo comes and goes there is in test_loading.
"""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.operations import first_break
from app.board.models import Notice
from app.core import clock
from app.demo import cards, stories
from app.demo.stories import TOLD
from app.polls import queries
from app.polls.models import Poll, PollResult
from app.proposals.models import Proposal
from tenants import db
from tests.demo.steps import communities, stands_well
from tests.support.browsing import Browser
from tests.support.instances import application

pytestmark = pytest.mark.postgresql_in_prove

VOTES = (  # community, number, on the roll, took part, yes; all passed
    ("quanhe", 1, 1860, 982, 611),
    ("quanhe", 2, 1860, 1019, 902),
    ("riverside", 1, 420, 238, 171),
)


FUNDS = (  # community, number, adults known here, took part, spent; the first three ideas won
    ("wangyue", 1, 640, 214, 2_700_000),
    ("riverside", 2, 421, 106, 570_000),
)


OPINIONS = (  # what others must decide: asked, and nothing decided by it
    ("quanhe", 3, 1860, 244, 188, "owners"),
    ("shunan", 1, 2420, 200, 142, "government"),
)


RUNNING = (("quanhe", 4, 806), ("riverside", 3, 143))


@pytest.mark.sqlite_only
def test_today_no_list_is_empty_for_anyone_and_nothing_ahead_is_past(told):
    """SQLite alone, as on other days."""
    stands_well(told, told.extensions["casts"], clock.now())


@pytest.fixture(scope="module")
def loaded(engine, tmp_path_factory, stock):
    """A copy of the demo that this run's workers share."""
    if engine not in _loaded:
        folder = tmp_path_factory.mktemp("demo")
        name = "demo_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
        _loaded[engine] = application(stock.copy("demo", engine, folder, name))
        _loaded[engine].extensions["casts"] = json.loads((folder / "casts.json").read_text())
    return _loaded[engine]


_loaded = {}


@pytest.fixture
def told(loaded):
    db.engines = loaded.extensions["engines"]
    yield loaded
    db.end_request()


def test_every_vote_comes_out_to_the_household(told):
    with told.app_context():
        for slug, number, units, took_part, yes in VOTES:
            poll, result = _poll(slug, number)
            assert (poll.units, result.result["participants"], result.result["tally"]["yes"]) == (units, took_part, yes)
            assert poll.passed
            assert set(result.channels) == {"web"}  # no page takes paper ballots yet
        for slug, number, units, took_part, spent in FUNDS:
            poll, result = _poll(slug, number)
            assert (poll.units, result.result["participants"], result.result["spent"]) == (units, took_part, spent)
            assert result.result["winners"] == [1, 2, 3]
        for slug, number, units, took_part, yes, decider in OPINIONS:
            poll, result = _poll(slug, number)
            assert (poll.units, result.result["participants"], result.result["tally"]["yes"]) == (units, took_part, yes)
            assert (poll.binding, poll.decider, poll.passed) == (False, decider, None)
        for slug, number, turnout in RUNNING:
            poll, result = _poll(slug, number)
            with db.as_community(poll.community_id):
                assert (result, queries.turnout(poll).units) == (None, turnout)


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


def test_every_page_says_that_this_is_a_demo_whoever_reads_it(told):
    reviewer = Browser(told, None, None)
    region = reviewer.post("/demo/sign-in", role="quanhe.district").location
    for browser, addresses in (
        (
            Browser(told, None, None),
            ("/", "/sign-in", "/find?q=泉", "/nowhere", "/c/nowhere/", "/c/quanhe/", "/c/quanhe/proposals/999999"),
        ),
        (reviewer, (region, "/me")),
    ):
        for address in addresses:
            assert "演示：人物均为虚构" in browser.get(address).text, address


def test_an_english_browser_is_led_to_riverside(told):
    page = Browser(told, None, None, locale="en").get("/").text
    assert page.index("Riverside") < page.index("泉和社区")


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
