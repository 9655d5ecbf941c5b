"""Who has said where they live and waits: told by whom and by when it is looked at, and never led to what they cannot do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.community.models import Grid, Membership, Post, PostKind, PostTerm
from app.core import clock
from app.core.ids import id_text
from app.proposals.models import Kind, Proposal, State
from app.volunteering.models import Shift
from tenants import db
from tests.polls.conftest import town  # noqa: F401  (the same community)
from tests.polls.steps import open_poll

MONDAY = datetime(2026, 8, 3, 2, tzinfo=UTC)
JOIN = re.compile(r'href="[^"]*/join"')


def asks(make, community, account=None, **door):
    """Someone signed in says where they live."""
    account = account or make.account(display_name="新来的")
    door = {"building": "7", "unit": "2", "room": "301"} | door
    browser = make.browser(account, community, locale="en")
    assert browser.post("join/place", **door).status_code == 303
    return account, browser


def worker_of(make, community, grid_id, title="第一网格网格员"):
    worker = make.official(community, PostKind.GRID_WORKER, title=title)
    with make.inside(community):
        term = db.session.scalars(select(PostTerm).where(PostTerm.membership_id == worker.id)).one()
        db.session.scalars(select(Post).where(Post.id == term.post_id)).one().grid_id = grid_id
        term.since = MONDAY.date() - timedelta(days=30)
        db.commit()
    return worker


def test_the_receipt_says_who_looks_and_by_which_day(make, community):
    make.household(community, building="7", unit="2", room="301")
    worker_of(make, community, make.grid_of(community).id)
    with clock.at(MONDAY):
        _, browser = asks(make, community)
        assert "第一网格网格员 looks at where you live, in person, by 10 Aug" in browser.get("join").text
        assert "You are waiting to be verified, by 10 Aug" in browser.get("").text


def test_a_door_that_nobody_knows_is_the_committees_to_look_at(make, community):
    with clock.at(MONDAY):
        _, browser = asks(make, community)
        assert "committee looks at where you live, in person, by 10 Aug" in browser.get("join").text


def test_correcting_the_address_wins_nobody_time_and_lateness_is_said(make, community):
    with clock.at(MONDAY):
        account, browser = asks(make, community)
    with clock.at(MONDAY + timedelta(days=3)):
        asks(make, community, account, room="302")
        assert "by 10 Aug" in browser.get("join").text
    with clock.at(MONDAY + timedelta(days=9)):
        page = browser.get("join").text
        assert "Overdue" in page
        assert "should have looked at where you live by 10 Aug" in page


def test_who_waits_is_led_neither_to_vote_nor_to_join_again(make, town):  # noqa: F811
    community = town[0]
    poll = open_poll(make, town)
    now = clock.now()
    times = {"starts_at": now + timedelta(days=2), "ends_at": now + timedelta(days=2, hours=1), "places": 3}
    shift = make.row(Shift, community, **times, organiser_id=town[2].id)
    _, browser = asks(make, community)
    home = browser.get("").text
    assert ">Vote<" not in re.sub(r"\s+", "", home.replace(" ", ""))
    assert "I will help" not in home
    for address in (f"polls/{poll.number}", f"volunteering/shifts/{shift.number}"):
        page = browser.get(address).text
        assert "You are waiting to be verified" in page, address
        assert not re.search(r">\s*(Join|Join to help)\s*<", page), address
    for address, form in (
        (f"polls/{poll.number}/ballot", {"choice": "yes"}),
        (f"volunteering/shifts/{shift.number}/sign-up", {}),
    ):
        refused = browser.post(address, **form)
        assert refused.status_code == 403
        assert "You are waiting to be verified" in refused.text
        assert "Say where I live" not in refused.text


def _main(page):
    return page[page.index("<main") : page.index("</main")]


def test_an_organisation_is_offered_no_vote(make, town):  # noqa: F811
    community = town[0]
    poll = open_poll(make, town)
    seat = make.browser(make.official(community, PostKind.ORGANISATION_SEAT), community, locale="en")
    assert 'class="button" href' not in _card(seat.get("").text, poll)
    page = _main(seat.get(f"polls/{poll.number}").text)
    assert "Organisations have a voice here and no vote." in page
    assert not JOIN.search(page)


def _card(page, poll):
    """What the front page offers about this vote."""
    found = re.search(rf'<a[^>]*/polls/{poll.number}"[^>]*>\s*([^<]*)', page)
    assert found
    assert found[1].strip() == "Look at it"
    return found[0]


def test_a_strangers_request_is_received_with_date_and_number_and_the_way_to_join(make, community):
    browser = make.browser(make.account(), community, locale="en")
    with clock.at(MONDAY):
        page = browser.post("proposals/new?kind=request", follow=True, title="路灯不亮", category="lamp").text
    assert re.search(r"Received on 3 Aug as No\. \d+", page)
    assert "committee checks the text by 4 Aug and shows it" in page
    assert JOIN.search(_main(page))
    asks(make, community, _account(make, community))
    page = browser.get(re.search(r"/c/[^/]+/proposals/\d+", page)[0]).text
    assert not JOIN.search(_main(page))


def _account(make, community):
    from app.accounts.models import Account

    with make.inside(community):
        key = db.session.scalars(select(Membership.account_id).where(Membership.name != "…")).first()
    with make.app.app_context(), db.unbound():
        return db.session.get_one(Account, key)


@pytest.fixture
def two_grids(make, community):
    """Someone waits in each of two grids, and someone behind a door that is on no register."""
    other = make.row(Grid, community, name="第二网格", position=2)
    make.household(community, building="7", unit="2", room="301")
    make.household(community, building="9", unit="2", room="301", grid_id=other.id)
    for name, building in (("甲女士", "7"), ("乙女士", "9"), ("丙女士", "11")):
        asks(make, community, make.account(display_name=name), building=building)
    return worker_of(make, community, make.grid_of(community).id)


def test_a_grid_worker_has_on_the_desk_only_those_they_may_verify(make, community, two_grids):
    worker = make.browser(two_grids, community, locale="en")
    listed = worker.get("desk/members").text
    assert ("甲女士" in listed, "乙女士" in listed, "丙女士" in listed) == (True, False, False)
    desk = worker.get("desk/").text
    assert ("甲女士" in desk, "乙女士" in desk) == (True, False)
    assert re.search(r"Waiting to join</a>[^1]*1", re.sub(r"\s+", " ", worker.get("desk/").text))
    committee = make.browser(make.official(community), community).get("desk/members").text
    assert all(name in committee for name in ("甲女士", "乙女士", "丙女士"))


def test_those_who_wait_longest_stand_on_top_with_the_day(make, community):
    with clock.at(MONDAY):
        asks(make, community, make.account(display_name="先来的"))
    with clock.at(MONDAY + timedelta(days=1)):
        asks(make, community, make.account(display_name="后来的"))
        page = make.browser(make.official(community), community, locale="en").get("desk/members").text
    assert page.index("先来的") < page.index("后来的")
    assert "by 10 Aug" in page


def test_a_grid_workers_desk_lists_nothing_that_only_the_committee_may_do(make, community):
    author, now = make.member(community), clock.now()
    shown = {"author_id": author.id, "visible_at": now, "kind": Kind.REQUEST, "answer_due_at": now + timedelta(days=1)}
    make.row(Proposal, community, title="路灯不亮", state=State.OPEN, **shown)
    worker = make.browser(make.official(community, PostKind.GRID_WORKER), community)
    assert "路灯不亮" not in worker.get("desk/").text
    assert worker.get("desk/waiting/answer").status_code == 404
    assert "路灯不亮" in make.browser(make.official(community), community).get("desk/").text


def test_both_languages_say_it(make, community):
    with clock.at(MONDAY):
        account, _ = asks(make, community)
        page = make.browser(account, community).get("join").text
    assert "8 月 10 日前当面核实您的住址" in page
    assert id_text(account.id) not in page
