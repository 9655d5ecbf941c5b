"""A community that is suspended is read, not written; members are told, and its quarter counts as short."""

from datetime import timedelta

import pytest

from app.access import Visitor
from app.community.operations import pausing
from app.core import clock
from app.outbox.jobs import run_jobs
from app.score import publishing
from tenants import db, listing
from tenants.models import Suspension
from tests.polls.steps import OWN_RULES, open_poll
from tests.support.score import last_quarter, open_since

ASKING = {"title": "路灯不亮", "text": "三号楼前", "category": "lamp", "kind": "request"}


@pytest.fixture
def suspend(make):
    def given(community, reason="整理户册", **options):
        with make.inside(community):
            pausing.suspend(Visitor(), "南山街道办", reason, **options)
            db.commit()
        listing.keep_lines([community.id])

    return given


def test_a_suspended_community_is_read_and_not_written_and_says_why(make, community, suspend):
    member = make.member(community)
    suspend(community, "整理户册。")
    browser = make.browser(member, community)
    page = browser.get("proposals/")
    assert (page.status_code, "暂停使用：整理户册。" in page.text) == (200, True)
    refused = browser.post("proposals/new?kind=request", **ASKING)
    assert (refused.status_code, "暂停使用" in refused.text) == (403, True)
    assert browser.post("inbox/read").status_code == 303


def test_members_are_told_and_told_again_when_it_goes_on(make, community, suspend):
    member, guest = make.member(community), make.guest(community)
    suspend(community)
    run_jobs(community.id)
    told = "南山街道办暂停了本社区：整理户册"
    assert told in make.browser(member, community).get("inbox").text
    assert told not in make.browser(guest, community).get("inbox").text
    with make.inside(community):
        pausing.resume(Visitor(), "南山街道办")
        db.commit()
    run_jobs(community.id)
    assert "恢复了本社区" in make.browser(member, community).get("inbox").text
    assert make.browser(member, community).post("proposals/new?kind=request", **ASKING).status_code == 303


def test_a_closed_community_answers_every_address_with_why(make, community, suspend):
    member = make.member(community)
    suspend(community, "并入泉和社区", for_good=True)
    for who in (None, member):
        for address in ("", "proposals/", "inbox"):
            answer = make.browser(who, community).get(address)
            assert (answer.status_code, "并入泉和社区" in answer.text) == (410, True), address
    assert (
        community.name not in make.browser().get("/find", q=community.name).text.split("<main")[1].split("</form>")[1]
    )


@pytest.mark.parametrize(
    ("since", "until", "short"),
    [
        (timedelta(days=-30), timedelta(days=-20), False),  # over before the quarter began
        (timedelta(days=-30), timedelta(days=1), True),
        (timedelta(days=20), timedelta(days=22), True),
        (timedelta(days=20), None, True),
        (timedelta(days=100), None, False),  # after it had ended
    ],
)
def test_a_quarter_in_which_a_community_was_suspended_is_short(make, since, until, short):
    community = make.community(created_at=open_since())
    period = last_quarter(community)
    begins = clock.quarter_begins(period, community.zone)
    until = until if until is None else begins + until
    make.row(Suspension, community, since=begins + since, until=until)
    assert publishing.refresh(community.id, period).short is short


def test_a_vote_that_is_open_goes_on_and_is_counted(make, suspend):
    """As members were told: they may still vote, and change it."""
    community = make.community(**OWN_RULES)
    people = [make.member(community) for _ in range(3)]
    town = community, people, make.official(community)
    poll = open_poll(make, town)
    suspend(community)
    browser = make.browser(people[0], community)
    for choice in ("no", "yes"):
        assert browser.post(f"polls/{poll.number}/ballot", choice=choice, step="cast").status_code == 303
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        run_jobs(community.id)
        result = make.browser(None, community).get(f"polls/{poll.number}/result.json")
    assert result.status_code == 200
    assert result.json["result"]["passed"] is not None
