"""The committee prepares a vote by plain questions: what it is for, then only what that needs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.board.models import Notice
from app.board.queries import latest
from app.community.scope import WHOLE
from app.core import clock
from app.core.refusal import Refused
from app.outbox import jobs
from app.polls import operations
from app.polls.models import Poll, PollOption, PollState
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tenants.models import Community
from tests.polls.steps import DAY
from tests.support.browsing import read_of

PRESETS = ("STRAW", "FUND", "COMM-HH")
COMMON = {"title", "text", "scope", "opens", "closes"}
FIELDS = {
    "STRAW": COMMON | {"kind", "options"},
    "FUND": COMMON | {"options", "budget", "delivery_days"},
    "COMM-HH": COMMON | {"delivery_days"},
}
ANSWERS = {
    "STRAW": {"kind": "choose_one", "options-0-title": "长椅", "options-1-title": "花箱"},
    "FUND": {
        "options-0-title": "长椅", "options-0-cost": "1,200.5", "options-1-title": "花箱", "options-1-cost": "300元",
        "budget": "5000", "delivery_days": "30",
    },
    "COMM-HH": {"delivery_days": "45"},
}  # fmt: skip


def new(preset, whose="residents"):
    return f"polls/new?whose={whose}&preset={preset}"


def give_notice(committee, poll, **given):
    """The button under the draft as it stands."""
    address = f"polls/{poll.number}"
    return committee.post(f"{address}/notice", **({"read": read_of(committee, address), "sure": "yes"} | given))


@pytest.fixture
def committee(make, town):
    return make.browser(town[2], town[0], locale="en")


def day(days):
    return f"{clock.now() + days * DAY:%Y-%m-%d}"


def answers(preset, **changed):
    common = {"title": "怎么办？", "text": "说明", "opens": day(9), "closes": day(15), "scope": WHOLE.key}
    return common | ANSWERS[preset] | changed


def drafted(make, town):
    with make.inside(town[0]):
        return db.session.scalars(select(Poll)).one()


@pytest.mark.parametrize("address", ["polls/new", "polls/new?whose=nonsense", "polls/new?whose=&preset=COMM-HH"])
def test_before_all_else_it_is_asked_whose_decision_it_is(committee, address):
    page = committee.get(address).text
    assert "Whose decision is it?" in page
    for whose in ("residents", "owners", "collective", "government"):
        assert f'value="{whose}"' in page
    assert "<textarea" not in page
    assert committee.post(address, title="x").status_code == 200


@pytest.mark.parametrize("whose", ["owners", "collective", "government"])
def test_what_is_not_for_residents_can_only_be_asked_as_an_opinion(make, town, committee, whose):
    page = committee.get(f"polls/new?whose={whose}").text
    assert "preset=STRAW" in page
    assert "preset=COMM-HH" not in page
    assert "preset=FUND" not in page
    for preset in ("COMM-HH", "FUND"):  # nor by an address of one's own
        sent = committee.post(new(preset, whose), **answers(preset))
        assert sent.status_code == 200
        assert "What is it for?" in sent.text
    with make.inside(town[0]):
        visitor, now = make.visitor(town[2], town[0]), clock.now()
        question = operations.Question("COMM-HH", "题", "文", now + 8 * DAY, now + 9 * DAY, decider=whose)
        with pytest.raises(Refused, match="only be asked as an opinion"):
            operations.draft(visitor, question)


def test_in_other_countries_whose_decision_it_is_has_other_answers(make):
    community = make.community(profile="generic")
    page = make.browser(make.official(community), community, locale="en").get("polls/new").text
    assert 'value="city"' in page
    assert "collective" not in page


@pytest.mark.parametrize("preset", PRESETS)
def test_only_what_the_preset_needs_is_asked(make, town, committee, preset):
    page = committee.get(new(preset)).text
    asked = set(re.findall(r'<(?:input|textarea|select|button)[^>]* name="(\w+)', page))
    assert asked - {"csrf_token", "once", "read", "more", "locale", "text_size"} == FIELDS[preset]
    sent = committee.post(new(preset), **answers(preset))
    assert sent.status_code == 303
    poll = drafted(make, town)
    assert (poll.preset, poll.decider) == (preset, "residents")
    costs = [option["cost"] for option in poll.rule["options"]]
    assert costs == {"STRAW": [None, None], "FUND": [120_050, 30_000], "COMM-HH": []}[preset]


def test_the_proposal_it_is_about_is_kept_through_all_steps(make, town, committee):
    matter = make.row(
        Proposal, town[0], author_id=town[1][0].id, kind=Kind.PROPOSAL, state=State.DELIBERATING, visible_at=clock.now(),
        title="装灯", text="太暗了",
    )  # fmt: skip
    first = committee.get(f"polls/new?proposal={matter.number}").text
    assert f'name="proposal" value="{matter.number}"' in first
    second = committee.get(f"polls/new?whose=residents&proposal={matter.number}").text
    assert f"preset=COMM-HH&amp;proposal={matter.number}" in second
    address = f"{new('COMM-HH')}&proposal={matter.number}"
    third = committee.get(address).text
    assert "太暗了" in third
    assert f"whose=residents&amp;proposal={matter.number}" in third  # back to the step before
    committee.post(address, **answers("COMM-HH"))
    assert drafted(make, town).proposal_id == matter.id


@pytest.mark.parametrize("proposal", ["0", "-1", "x", "99999999999999999999"])
def test_a_proposal_that_is_none_is_left_out(committee, proposal):
    assert committee.get(f"{new('COMM-HH')}&proposal={proposal}").status_code == 200


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("STRAW", "It binds nobody."),
        ("FUND", "At least a tenth of the households must take part. What most people want comes first"),
        ("COMM-HH", "More than half of the households must take part, and more than half of those must say yes."),
    ],
)  # fmt: skip
def test_the_draft_says_in_one_sentence_how_it_passes_and_why(make, town, committee, preset, said):
    committee.post(new(preset), **answers(preset))
    page = committee.get(f"polls/{drafted(make, town).number}").text
    assert said in page
    assert "Why this threshold?" in page
    assert page.index(said) < page.index("Give notice")


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": "9999-12-31"}, {"opens": "0001-01-01"}, {"opens": "1999-12-31"}, {"closes": "2200-01-01"}, {"closes": ""},
        {"options-0-cost": "1e999"}, {"options-0-cost": "1e30"}, {"options-0-cost": "-500"}, {"options-0-cost": "5.000"},
        {"options-0-cost": "nan"}, {"options-0-cost": "sNaN"}, {"options-0-cost": "0.001"}, {"options-0-cost": ""},
        {"options-1-title": "", "options-1-cost": ""}, {"options-0-cost": "£5"}, {"options-0-cost": "1,5"},
        {"budget": "nan"}, {"budget": "sNaN"}, {"budget": "inf"}, {"budget": "1e30"}, {"budget": "-5"}, {"budget": "0"}, {"budget": ""},
        {"budget": "5.000,50"}, {"budget": "500.555"}, {"delivery_days": "0"}, {"delivery_days": "99999999999"}, {"scope": "elsewhere"}, {"scope": ""},
    ],
)  # fmt: skip
def test_days_and_sums_out_of_bounds_get_a_sentence_and_keep_what_was_typed(make, town, committee, wrong):
    page = committee.post(new("FUND"), **answers("FUND", text="写了很久", **wrong))
    assert page.status_code == 422
    assert "form-errors" in page.text
    assert "写了很久" in page.text
    with make.inside(town[0]):
        assert not db.session.scalars(select(Poll.id)).all()


@pytest.mark.parametrize(
    ("preset", "rows", "line", "said"),
    [
        ("FUND", {"options-2-cost": "5"}, 2, "Line 3 has a cost and no words"),
        ("FUND", {"options-2-title": "凉亭"}, 2, "Line 3 has no cost"),
        ("FUND", {"options-1-title": "LED灯", "options-2-title": "ＬＥＤ灯", "options-2-cost": "5"}, 2, "Lines 2 and 3 say the same"),
        ("STRAW", {"options-1-title": "长椅"}, 1, "Lines 1 and 2 say the same"),
        ("STRAW", {"options-0-title": "Yes", "options-1-title": "yes", "options-2-title": "Yes"}, 1, "Lines 1 and 2 say the same"),
        ("STRAW", {"options-2-title": "Bench  seat", "options-3-title": "ｂｅｎｃｈ seat"}, 3, "Lines 3 and 4 say the same"),
        ("STRAW", {"options-2-title": "修长廊", "options-3-title": "修 長廊。"}, 3, "Lines 3 and 4 say the same"),
        ("STRAW", {"options-0-title": "a" * 60 + "bcdefg"}, 0, "Line 1 is too long"),
        ("STRAW", {"kind": "yes_no"}, 0, "Yes or no takes no options"),
        ("STRAW", {"kind": "yes_no", "options-0-title": "", "options-1-title": "长椅"}, 1, "Empty line 2"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_refused_with_its_line_and_nothing_is_cut_or_dropped(
    make, town, committee, preset, rows, line, said
):
    page = committee.post(new(preset), **answers(preset, text="写了很久", **rows))
    assert page.status_code == 422
    assert said in page.text
    place = f"options-{line}-" + ("cost" if "no cost" in said else "title")
    assert f'id="{place}-error"' in page.text
    assert "写了很久" in page.text
    for typed in rows.values():
        assert typed in page.text
    with make.inside(town[0]):
        assert not db.session.scalars(select(Poll.id)).all()


def test_something_that_costs_nothing_can_be_chosen(make, town, committee):
    committee.post(new("FUND"), **answers("FUND", **{"options-1-cost": "0"}))
    poll = drafted(make, town)
    assert [option["cost"] for option in poll.rule["options"]] == [120_050, 0]
    assert ">0 yuan<" in committee.get(f"polls/{poll.number}").text


def test_a_button_gives_more_rows_and_keeps_what_was_typed(make, town, committee):
    page = committee.post(new("FUND"), **answers("FUND", title="写到一半", text="", more="1"))
    assert page.status_code == 200
    assert "form-errors" not in page.text
    assert 'value="写到一半"' in page.text
    assert 'name="options-5-title"' in page.text  # two were sent, four more came
    more = {f"options-{place}-title": f"第 {place} 项" for place in range(2, 8)}
    more |= {f"options-{place}-cost": "10" for place in range(2, 8)}
    assert committee.post(new("FUND"), **answers("FUND", **more)).status_code == 303
    assert len(drafted(make, town).rule["options"]) == 8


@pytest.mark.parametrize(
    ("profile", "locale", "label"),
    [
        ("cn", "zh_Hans", "总金额（元）"),
        ("cn", "en", "The sum, in yuan"),
        ("generic", "en", "The sum, in British pounds"),
    ],
)
def test_the_sum_is_asked_for_in_the_currency_of_the_profile(make, profile, locale, label):
    community = make.community(profile=profile)
    page = make.browser(make.official(community), community, locale=locale).get(new("FUND")).text
    assert label in page


def test_a_vote_of_today_opens_now(make, town, committee):
    today = clock.local(clock.now(), town[0].zone)
    form = answers("STRAW", opens=f"{today:%Y-%m-%d}", closes=day(4))
    committee.post(new("STRAW"), **form)
    poll = drafted(make, town)
    assert abs(poll.opens_at - clock.now()) < DAY / 24
    assert give_notice(committee, poll).status_code == 303


@pytest.mark.parametrize("preset", PRESETS)
def test_a_draft_is_shown_as_it_was_written_and_can_be_written_anew(make, town, committee, preset):
    committee.post(new(preset), **answers(preset))
    poll = drafted(make, town)
    address = f"polls/{poll.number}/edit"
    assert f'{address}"' in committee.get(f"polls/{poll.number}").text
    page = committee.get(address).text
    shown = {"1,200.5": "1,200.50", "300元": "300", "5000": "5,000"}
    for field, value in answers(preset).items():
        assert shown.get(value, value) in page, field
    changed = {"title": "这样呢？", "closes": day(20), "read": read_of(committee, address)}
    changed |= {"options-2-title": "凉亭", "options-2-cost": "70"} if preset != "COMM-HH" else {}
    if preset == "STRAW":
        del changed["options-2-cost"]
    assert committee.post(address, **answers(preset) | changed).status_code == 303
    after = drafted(make, town)
    assert (after.number, after.title, after.preset) == (poll.number, "这样呢？", poll.preset)
    assert after.closes_at - poll.closes_at == 5 * DAY
    assert len(after.rule["options"]) == len(poll.rule["options"]) + ("options-2-title" in changed)
    with make.inside(town[0]):
        titles = db.session.scalars(select(PollOption.title).order_by(PollOption.number)).all()
        assert titles == [option["title"] for option in after.rule["options"]]


def test_a_draft_written_anew_with_something_wrong_stays_and_keeps_what_was_typed(make, town, committee):
    committee.post(new("FUND"), **answers("FUND"))
    poll = drafted(make, town)
    page = committee.post(f"polls/{poll.number}/edit", **answers("FUND", text="写了很久", budget="-5"))
    assert page.status_code == 422
    assert "写了很久" in page.text
    assert drafted(make, town).rule == poll.rule


def test_of_two_who_change_a_draft_the_second_sees_both_texts_and_writes_over_nothing(make, town, committee):
    committee.post(new("FUND"), **answers("FUND"))
    poll = drafted(make, town)
    address = f"polls/{poll.number}/edit"
    read = read_of(committee, address)
    first = answers("FUND", title="第一稿", **{"options-0-title": "石凳", "options-0-cost": "80"}, read=read)
    assert committee.post(address, **first).status_code == 303
    page = committee.post(address, **answers("FUND", title="第二稿", read=read))
    assert page.status_code == 409
    assert "Someone changed this" in page.text
    assert 'value="第二稿"' in page.text
    assert "It now says: 第一稿" in page.text
    assert "石凳" in page.text
    assert drafted(make, town).title == "第一稿"
    again = re.search(r'name="read"[^>]*value="(\w+)"', page.text)[1]
    assert committee.post(address, **answers("FUND", title="第二稿", read=again)).status_code == 303


@pytest.mark.parametrize("read", ["", "0" * 32])
def test_notice_of_a_text_that_was_not_read_is_not_given(make, town, committee, read):
    committee.post(new("COMM-HH"), **answers("COMM-HH"))
    poll = drafted(make, town)
    refused = give_notice(committee, poll, read=read, seen="读过的那一稿")
    assert refused.status_code == 409
    assert "读过的那一稿" in refused.text
    assert "怎么办？" in refused.text
    assert drafted(make, town).noticed_at is None


def test_notice_from_a_page_older_than_the_draft_or_than_the_rules_is_not_given(make, town, committee):
    committee.post(new("COMM-HH"), **answers("COMM-HH"))
    poll = drafted(make, town)
    read, address = read_of(committee, f"polls/{poll.number}"), f"polls/{poll.number}/edit"
    committee.post(address, **answers("COMM-HH", text="别的话", read=read_of(committee, address)))
    assert give_notice(committee, poll, read=read).status_code == 409
    read = read_of(committee, f"polls/{poll.number}")
    with make.inside(town[0]):
        here = db.session.get_one(Community, town[0].id)
        here.rules_threshold = {"num": 3, "den": 4, "strict": False}
        db.commit()
    refused = give_notice(committee, poll, read=read)
    assert refused.status_code == 409
    assert "at least three quarters of those must say yes" in refused.text
    assert give_notice(committee, poll).status_code == 303


def test_a_draft_whose_rules_were_taken_out_says_so_and_can_still_be_changed(make, town, committee):
    committee.post(new("COMM-HH"), **answers("COMM-HH"))
    poll = drafted(make, town)
    with make.inside(town[0]):
        db.session.get_one(Community, town[0].id).rules_text = None
        db.commit()
    page = committee.get(f"polls/{poll.number}").text
    assert "First put your own rules" in page
    assert "Give notice" not in page
    assert f'polls/{poll.number}/edit"' in page


@pytest.mark.parametrize(("then", "said"), [("notice", "Notice of this vote"), ("calling-off", "called off")])
def test_what_was_noticed_or_called_off_is_no_draft_any_more(make, town, committee, then, said):
    committee.post(new("COMM-HH"), **answers("COMM-HH"))
    poll = drafted(make, town)
    committee.post(f"polls/{poll.number}/{then}", read=read_of(committee, f"polls/{poll.number}"), sure="yes")
    for page in (
        committee.get(f"polls/{poll.number}/edit"),
        committee.post(f"polls/{poll.number}/edit", **answers("COMM-HH")),
    ):
        assert page.status_code == 409
        assert said in page.text
    assert f'polls/{poll.number}/edit"' not in committee.get(f"polls/{poll.number}").text


def test_residents_neither_see_nor_change_a_draft(make, town, committee):
    committee.post(new("COMM-HH"), **answers("COMM-HH"))
    poll = drafted(make, town)
    resident = make.browser(town[1][0], town[0])
    assert resident.get(f"polls/{poll.number}/edit").status_code in (403, 404)
    assert resident.post(f"polls/{poll.number}/edit", **answers("COMM-HH")).status_code in (403, 404)


def test_what_costs_more_than_the_whole_sum_is_refused_with_its_line(make, town, committee):
    form = answers("FUND", **{"options-1-cost": "5000.01"})
    answer = committee.post(new("FUND"), **form)
    assert (answer.status_code, "Line 2 costs more than the whole sum" in answer.text) == (422, True)
    assert committee.post(new("FUND"), **form | {"options-1-cost": "5000"}).status_code == 303


@pytest.mark.parametrize(("last", "status"), [("2027-11-03", 303), ("2027-11-04", 422)])
def test_sixty_days_are_sixty_days_where_one_of_them_has_an_hour_more(make, last, status):
    community = make.community(profile="generic", zone="Europe/London")
    browser = make.browser(make.official(community), community, locale="en")
    form = answers("STRAW", opens="2027-09-05", closes=last)
    with clock.at(datetime(2027, 8, 25, 12, tzinfo=UTC)):
        assert browser.post(new("STRAW"), **form).status_code == status


def test_what_was_announced_and_called_off_is_said_to_be_called_off(make, town, committee):
    committee.post(new("STRAW"), **answers("STRAW", title="种什么树"))
    poll = drafted(make, town)
    assert give_notice(committee, poll).status_code == 303
    assert committee.post(f"polls/{poll.number}/calling-off", sure="yes").status_code == 303
    assert "已取消：种什么树" in make.browser(None, town[0]).get("board/").text
    with make.inside(town[0]):
        assert [row.title for row in latest(clock.now())] == ["已取消：种什么树"]


def test_a_title_as_long_as_can_be_typed_reaches_the_board_and_the_count(make, town, committee):
    assert committee.post(new("STRAW"), **answers("STRAW", title="问" * 80)).status_code == 303
    poll = drafted(make, town)
    assert give_notice(committee, poll).status_code == 303
    with clock.at(poll.closes_at + timedelta(minutes=1)):
        jobs.run_jobs(town[0].id)
    assert drafted(make, town).state is PollState.PUBLISHED
    with make.inside(town[0]):
        assert db.session.scalars(select(Notice.title)).all() == ["问" * 80] * 2


def test_three_thousand_rows_are_refused_as_soon_as_there_are_too_many(make, town, committee):
    rows = {f"options-{row}-title": f"Tree {row}" for row in range(3000)}
    answer = committee.post(new("STRAW"), **answers("STRAW", **rows))
    assert (answer.status_code, "at most 30 options" in answer.text) == (422, True)
    assert "Tree 60" not in answer.text
    assert committee.post(new("STRAW"), **answers("STRAW", more="1", **rows)).status_code == 200
