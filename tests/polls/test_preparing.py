"""The committee prepares a vote by plain questions: what it is for, then only what that needs."""

import re

import pytest
from sqlalchemy import select

from app.core import clock
from app.polls.models import Poll, PollOption
from app.proposals.models import Kind, Proposal, State
from tenants import db
from tests.polls.steps import DAY

PURPOSES = ("opinion", "money", "common")
COMMON = {"title", "text", "opens", "closes"}
FIELDS = {
    "opinion": COMMON | {"kind", "options"},
    "money": COMMON | {"options", "budget", "delivery_days"},
    "common": COMMON | {"delivery_days"},
}
ANSWERS = {
    "opinion": {"kind": "choose_one", "options": "长椅\n花箱"},
    "money": {"options": "长椅 | 1,200.5\n花箱｜300", "budget": "5000", "delivery_days": "30"},
    "common": {"delivery_days": "45"},
}


@pytest.fixture
def committee(make, town):
    return make.browser(town[2], town[0], locale="en")


def day(days):
    return f"{clock.now() + days * DAY:%Y-%m-%d}"


def answers(purpose, **changed):
    return {"title": "怎么办？", "text": "说明", "opens": day(9), "closes": day(15)} | ANSWERS[purpose] | changed


def drafted(make, town):
    with make.inside(town[0]):
        return db.session.scalars(select(Poll)).one()


@pytest.mark.parametrize("address", ["polls/new", "polls/new?purpose=nonsense", "polls/new?purpose="])
def test_the_first_question_is_what_it_is_for(committee, address):
    page = committee.get(address).text
    assert "What is it for?" in page
    assert all(f"purpose={purpose}" in page for purpose in PURPOSES)
    assert "<textarea" not in page
    assert committee.post(address, title="x").status_code == 200


@pytest.mark.parametrize("purpose", PURPOSES)
def test_only_what_the_purpose_needs_is_asked(make, town, committee, purpose):
    page = committee.get(f"polls/new?purpose={purpose}").text
    assert set(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', page)) - {"csrf_token", "once"} == FIELDS[purpose]
    sent = committee.post(f"polls/new?purpose={purpose}", **answers(purpose))
    assert sent.status_code == 303
    poll = drafted(make, town)
    assert poll.preset == {"opinion": "STRAW", "money": "FUND", "common": "COMM-HH"}[purpose]
    costs = [one["cost"] for one in poll.rule["options"]]
    assert costs == {"opinion": [None, None], "money": [120_050, 30_000], "common": []}[purpose]


def test_the_proposal_it_is_about_is_kept_through_both_steps(make, town, committee):
    matter = make.row(
        Proposal, town[0], author_id=town[1][0].id, kind=Kind.PROPOSAL, state=State.DELIBERATING, visible_at=clock.now(),
        title="装灯", text="太暗了",
    )  # fmt: skip
    first = committee.get(f"polls/new?proposal={matter.number}").text
    assert f"purpose=common&amp;proposal={matter.number}" in first
    second = committee.get(f"polls/new?purpose=common&proposal={matter.number}").text
    assert "太暗了" in second
    assert f"polls/new?proposal={matter.number}" in second  # back to the first step
    committee.post(f"polls/new?purpose=common&proposal={matter.number}", **answers("common"))
    assert drafted(make, town).proposal_id == matter.id


@pytest.mark.parametrize("proposal", ["0", "-1", "x", "99999999999999999999"])
def test_a_proposal_that_is_none_is_left_out(committee, proposal):
    assert committee.get(f"polls/new?purpose=common&proposal={proposal}").status_code == 200


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("opinion", "It binds nobody."),
        ("money", "2 people must take part."),
        ("common", "7 households must take part, and more than half of those say yes. Why? By this community"),
    ],
)
def test_the_draft_says_in_one_sentence_how_it_passes_and_why(make, town, committee, purpose, said):
    committee.post(f"polls/new?purpose={purpose}", **answers(purpose))
    page = committee.get(f"polls/{drafted(make, town).number}").text
    assert said in page
    assert "Why?" in page
    assert page.index(said) < page.index("Give notice")


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": "9999-12-31"}, {"opens": "0001-01-01"}, {"opens": "1999-12-31"}, {"closes": "2200-01-01"}, {"closes": ""},
        {"options": "a | 1e999\nb | 5"}, {"options": "a | 1e30\nb | 5"}, {"options": "a | -500\nb | 5"}, {"options": "a | 0\nb | 5"},
        {"options": "a | nan\nb | 5"}, {"options": "a | 0.001\nb | 5"}, {"options": "a\nb | 5"}, {"options": "a | 5"}, {"options": ""},
        {"budget": "nan"}, {"budget": "inf"}, {"budget": "1e30"}, {"budget": "-5"}, {"budget": "0"}, {"budget": ""},
        {"delivery_days": "0"}, {"delivery_days": "99999999999"},
    ],
)  # fmt: skip
def test_days_and_sums_out_of_bounds_get_a_sentence_and_keep_what_was_typed(make, town, committee, wrong):
    page = committee.post("polls/new?purpose=money", **answers("money", text="写了很久", **wrong))
    assert page.status_code == 422
    assert "form-errors" in page.text
    assert "写了很久" in page.text
    with make.inside(town[0]):
        assert not db.session.scalars(select(Poll.id)).all()


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
    page = make.browser(make.official(community), community, locale=locale).get("polls/new?purpose=money").text
    assert label in page


def test_a_vote_of_today_opens_now(make, town, committee):
    today = clock.local(clock.now(), town[0].zone)
    form = answers("opinion", opens=f"{today:%Y-%m-%d}", closes=day(4))
    committee.post("polls/new?purpose=opinion", **form)
    poll = drafted(make, town)
    assert abs(poll.opens_at - clock.now()) < DAY / 24
    assert committee.post(f"polls/{poll.number}/notice").status_code == 303


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_draft_is_shown_as_it_was_written_and_can_be_written_anew(make, town, committee, purpose):
    committee.post(f"polls/new?purpose={purpose}", **answers(purpose))
    poll = drafted(make, town)
    address = f"polls/{poll.number}/edit"
    assert f'{address}"' in committee.get(f"polls/{poll.number}").text
    page = committee.get(address).text
    for field, value in answers(purpose).items():
        shown = {"1,200.5": "1200.50", "｜": " | "}
        assert value.replace("1,200.5", shown["1,200.5"]).replace("｜", " | ") in page, field
    changed = {"title": "这样呢？", "closes": day(20)} | (
        {"options": ANSWERS[purpose]["options"] + "\n凉亭 | 70"} if "options" in ANSWERS[purpose] else {}
    )
    assert committee.post(address, **answers(purpose) | changed).status_code == 303
    after = drafted(make, town)
    assert (after.number, after.title, after.preset) == (poll.number, "这样呢？", poll.preset)
    assert after.closes_at - poll.closes_at == 5 * DAY
    assert len(after.rule["options"]) == len(poll.rule["options"]) + ("options" in changed)
    with make.inside(town[0]):
        titles = db.session.scalars(select(PollOption.title).order_by(PollOption.number)).all()
        assert titles == [one["title"] for one in after.rule["options"]]


def test_a_draft_written_anew_with_something_wrong_stays_and_keeps_what_was_typed(make, town, committee):
    committee.post("polls/new?purpose=money", **answers("money"))
    poll = drafted(make, town)
    page = committee.post(f"polls/{poll.number}/edit", **answers("money", text="写了很久", budget="-5"))
    assert page.status_code == 422
    assert "写了很久" in page.text
    assert drafted(make, town).rule == poll.rule


@pytest.mark.parametrize(("then", "said"), [("notice", "Notice of this vote"), ("calling-off", "called off")])
def test_what_was_noticed_or_called_off_is_no_draft_any_more(make, town, committee, then, said):
    committee.post("polls/new?purpose=common", **answers("common"))
    poll = drafted(make, town)
    committee.post(f"polls/{poll.number}/{then}")
    for page in (
        committee.get(f"polls/{poll.number}/edit"),
        committee.post(f"polls/{poll.number}/edit", **answers("common")),
    ):
        assert page.status_code == 409
        assert said in page.text
    assert f'polls/{poll.number}/edit"' not in committee.get(f"polls/{poll.number}").text


def test_residents_neither_see_nor_change_a_draft(make, town, committee):
    committee.post("polls/new?purpose=common", **answers("common"))
    poll = drafted(make, town)
    resident = make.browser(town[1][0], town[0])
    assert resident.get(f"polls/{poll.number}/edit").status_code in (403, 404)
    assert resident.post(f"polls/{poll.number}/edit", **answers("common")).status_code in (403, 404)
