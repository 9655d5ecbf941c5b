"""Where a community checks texts first: to refuse one is a ruling, and to leave it lying is silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.ids import id_text
from app.moderation.models import Appeal, Ruling
from app.outbox import jobs
from app.proposals.models import Kind, Proposal, State
from app.score import counting
from app.score.versions import IN_FORCE
from tenants import db

DAY = timedelta(days=1)


@pytest.fixture
def town(make):
    community = make.community(check_first=True)
    author = make.member(community)
    make.browser(author, community).post(
        "proposals/new?kind=proposal", title="账目请公开", text="想看看", category="fund"
    )
    return community, author, make.official(community)


def row(make, community, model=Proposal):
    with make.inside(community):
        return db.session.scalars(select(model)).one()


def refuse(make, town, **given):
    form = {"decision": "refuse", "rule": "6", "reason": "不合适"} | given
    return make.browser(town[2], town[0]).post(f"proposals/{row(make, town[0]).number}/check", **form)


def due(make, town, days):
    """Items in the answer rate so many days later."""
    moment = clock.now() + days * DAY
    with clock.at(moment):
        jobs.run_jobs(town[0].id)
        with make.inside(town[0]):
            quarters = counting.counted(IN_FORCE, clock.quarter(moment, town[0].zone))["rates"]["E1"]
    return sum(pair[1] for pair in quarters)


def test_a_refused_text_has_its_rule_its_reason_and_its_line_in_the_log(make, town):
    community, author, official = town
    assert refuse(make, town).status_code == 303
    number = row(make, community).number
    assert row(make, community).state is State.REFUSED
    log = make.browser(None, community, locale="en").get("log").text
    assert all(words in log for words in ("Not shown", "Rule 6", "不合适"))
    assert author.name not in log
    assert "不合适" in make.browser(author, community).get("inbox").text
    assert "不合适" in make.browser(author, community).get("moderation/mine").text
    for who, status in ((author, 200), (official, 200), (make.member(community), 404)):
        assert make.browser(who, community).get(f"proposals/{number}").status_code == status


@pytest.mark.parametrize("missing", ["rule", "reason"])
def test_nothing_is_refused_without_a_rule_and_a_reason(make, town, missing):
    page = refuse(make, town, **{missing: ""})
    assert page.status_code == 422
    assert row(make, town[0]).state is State.WAITING


def test_an_appeal_shows_a_refused_text_after_all_and_starts_its_clock(make, town):
    community, author, official = town
    refuse(make, town)
    ruling = row(make, community, Ruling)
    make.browser(author, community).post(f"moderation/rulings/{id_text(ruling.id)}/appeal", text="这是居民的事")
    board = make.browser(make.official(community, "supervision"), community)
    address = f"moderation/appeals/{id_text(row(make, community, Appeal).id)}"
    assert board.get(address).status_code == 200
    assert board.post(address, decision="restore", reason="与本社区有关").status_code == 303
    item = row(make, community)
    assert (item.state, item.closed_at, item.hidden_at) == (State.OPEN, None, None)
    assert item.answer_due_at == clock.due_after_working_days(clock.now(), 5, community.zone, "cn")
    assert "账目请公开" in make.browser(None, community).get("proposals/").text


def test_a_text_that_is_never_checked_counts_as_never_answered(make, town):
    assert due(make, town, 1) == 0
    assert due(make, town, 20) == 1


def test_a_refusal_leaves_the_answer_rate_when_it_is_final_and_not_before(make, town):
    refuse(make, town)
    make.browser(town[1], town[0]).post(
        f"moderation/rulings/{id_text(row(make, town[0], Ruling).id)}/appeal", text="这是居民的事"
    )
    assert due(make, town, 20) == 1  # the appeal is not decided yet
    board = make.browser(make.official(town[0], "supervision"), town[0])
    board.post(f"moderation/appeals/{id_text(row(make, town[0], Appeal).id)}", decision="uphold", reason="确实无关")
    assert due(make, town, 20) == 0


@pytest.mark.parametrize("decision", ["show", "refuse"])
def test_nobody_decides_whether_their_own_text_is_shown(make, town, decision):
    """Written as a resident, say, and elected since."""
    community = town[0]
    item = row(make, community)
    official = make.official(community)
    with make.inside(community):
        db.session.scalars(select(Proposal)).one().author_id = official.id
        db.commit()
    browser = make.browser(official, community)
    assert f"proposals/{item.number}/check" not in browser.get(f"proposals/{item.number}").text
    assert browser.get(f"proposals/{item.number}/check").status_code == 409
    answer = browser.post(f"proposals/{item.number}/check", decision=decision, rule="6", reason="算了")
    assert answer.status_code == 409
    assert row(make, community).state is State.WAITING


def test_the_setting_says_what_is_checked_first_and_what_is_said_to_it_is_not(make):
    community = make.community(check_first=True)
    desk = make.browser(make.official(community), community, locale="en")
    assert "Check requests and proposals before they are shown" in desk.get("desk/setup").text
    author = make.member(community)
    shown = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now()
    )
    said = {"text": "我看可以", "stance": "comment"}
    neighbour = make.browser(make.member(community), community)
    assert neighbour.post(f"proposals/{shown.number}/statements/new", **said).status_code == 303
    assert "我看可以" in desk.get(f"proposals/{shown.number}").text


def test_whoever_only_signed_in_to_ask_finds_the_ruling_on_their_text_too(make):
    community = make.community()
    stranger = make.guest(community)
    browser = make.browser(stranger, community)
    browser.post("proposals/new?kind=request", title="楼道灯坏了", category="lamp")
    assert row(make, community).state is State.WAITING
    assert refuse(make, (community, stranger, make.official(community))).status_code == 303
    page = browser.get("moderation/mine")
    assert page.status_code == 200
    assert "不合适" in page.text
    way = f"moderation/rulings/{id_text(row(make, community, Ruling).id)}/appeal"
    assert way in page.text
    with clock.at(clock.now() + 4 * DAY):  # the three days are over: what would be refused is not offered
        assert way not in browser.get("moderation/mine").text
