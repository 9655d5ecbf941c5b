"""The same form sent twice makes one thing: two taps, a reload, a line that dropped just before the answer."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.board.models import Notice
from app.commitments.models import Commitment, Confirmation
from app.commitments.models import State as Kept
from app.community.models import Membership, Post, PostKind
from app.community.scope import WHOLE
from app.core import clock
from app.core.ids import id_text
from app.deliberation.models import Statement
from app.polls.models import Poll
from app.proposals.models import Kind, Proposal, ProposalEvent, State
from app.volunteering.models import Shift
from tenants import db, idempotency
from tenants.models import Submission


def day(n):
    return (clock.now() + timedelta(days=n)).date().isoformat()


MATTER = {"title": "路灯不亮", "text": "晚上很黑", "category": "lamp", "place": ""}
SHIFT = {"kind": "shift", "title": "搬书", "place": "南门", "begins": "09:00", "ends": "10:00", "places": "3"}
POST = {"kind": "committee", "title": "委员", "grid": "", "organisation_kind": "social_org"}
POLL = {"scope": WHOLE.key, "title": "装不装", "text": "说明", "kind": "yes_no"}
FORMS = {  # what is made, by whom, at which address, of what
    "a request": (Proposal, "resident", "proposals/new?kind=request", lambda: MATTER),
    "a stranger's request": (Proposal, "stranger", "proposals/new?kind=request", lambda: MATTER),
    "a proposal": (Proposal, "resident", "proposals/new?kind=proposal", lambda: MATTER),
    "a statement": (Statement, "resident", "proposals/{matter}/statements/new", lambda: {"text": "我看可以"}),
    "a notice": (Notice, "official", "board/new", lambda: {"title": "停水", "text": "明天停水", "kind": "notice"}),
    "a shift": (Shift, "official", "volunteering/new", lambda: {**SHIFT, "day": day(3)}),
    "a vote": (
        Poll,
        "official",
        "polls/new?whose=residents&preset=STRAW",
        lambda: {**POLL, "opens": day(3), "closes": day(9)},
    ),
    "a post": (Post, "official", "desk/posts", lambda: POST),
}


@pytest.fixture
def town(make, community):
    """The community, a browser of each kind of person, and a matter that is talked about."""
    author = make.member(community)
    matter = make.row(
        Proposal, community, author_id=author.id, kind=Kind.PROPOSAL, state=State.OPEN, visible_at=clock.now()
    )
    people = {"resident": make.member(community), "official": make.official(community), "stranger": make.account()}
    return community, {name: make.browser(who, community) for name, who in people.items()}, matter


def opened(browser, address):
    """The hidden token of a page that was opened."""
    return re.search(r'name="once"[^>]*value="([^"]+)"', browser.get(address).text)[1]


def how_many(make, community, model):
    with make.inside(community):
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("what", FORMS)
def test_the_second_of_two_is_led_to_what_the_first_one_made(make, town, what):
    community, browsers, matter = town
    model, who, address, typed = FORMS[what]
    browser, address, before = browsers[who], address.format(matter=matter.number), how_many(make, community, model)
    form = typed() | {"once": opened(browser, address)}

    first, second = browser.post(address, **form), browser.post(address, **form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == first.location
    assert browser.post(address, htmx=True, **form).location == first.location
    assert how_many(make, community, model) == before + 1

    browser.post(address, **typed() | {"once": opened(browser, address)})  # a page opened anew makes another
    assert how_many(make, community, model) == before + 2


def test_four_at_once_make_one(make, town):
    community, browsers, _ = town
    browser, address = browsers["official"], "desk/posts"
    form, before = POST | {"once": opened(browser, address)}, how_many(make, community, Post)
    with make.inside(community):
        member = db.session.scalars(select(Membership).where(Membership.staff.is_(True))).one()
    tabs = [make.browser(member, community) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one.post(address, **form), tabs))
    assert {(one.status_code, one.location) for one in answers} == {(303, answers[0].location)}
    assert how_many(make, community, Post) == before + 1


def test_the_token_stays_while_a_form_is_put_right(make, town):
    community, browsers, _ = town
    browser, address = browsers["official"], "volunteering/new"
    once = opened(browser, address)
    form = SHIFT | {"day": day(3), "once": once}
    for wrong, status in (({"title": ""}, 422), ({"risky": "y"}, 409)):
        answer = browser.post(address, **form | wrong)
        assert answer.status_code == status
        assert f'value="{once}"' in answer.text
    assert browser.post(address, **form).status_code == 303  # what was refused has not used it up
    assert how_many(make, community, Shift) == 1


def test_who_goes_back_and_writes_something_else_has_written_two_things(make, town):
    community, browsers, _ = town
    browser, address = browsers["resident"], "proposals/new?kind=request"
    form = MATTER | {"once": opened(browser, address)}
    first, second = browser.post(address, **form), browser.post(address, **form | {"title": "水管漏水"})
    assert first.location != second.location
    assert "水管漏水" in browser.get(second.location).text


def test_a_token_of_somebody_else_is_worth_as_much_as_an_unused_one(make, town):
    community, browsers, _ = town
    form = MATTER | {"once": opened(browsers["resident"], "proposals/new?kind=request"), "private": "y"}
    first = browsers["resident"].post("proposals/new?kind=request", **form)
    second = browsers["official"].post("proposals/new?kind=request", **form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location != first.location


def test_what_was_sent_before_yesterday_is_forgotten(make, community):
    """By every sixteenth of the same person, so that sending does not look for it each time."""
    one, other = make.member(community), make.member(community)
    every_sixteenth = uuid.UUID(bytes=bytes(16))
    for person in (one, other):
        make.browser(person, community).post("proposals/new?kind=request", **MATTER | {"once": "first"})
    with clock.at(clock.now() + timedelta(days=1, minutes=1)), make.inside(community):
        idempotency.claim(one.account_id, every_sixteenth, clock.now())
        db.commit()
    assert how_many(make, community, Submission) == 2  # their own last one, and the other's


def sure():
    return {"sure": "yes"}


ACTS = {  # what is done once, by whom, at which address of which matter, of what
    "an answer": ("official", State.OPEN, "answer", lambda: {"kind": "refuse", "text": "办不了"}),
    "a talk": ("official", State.ENDORSED, "schedule", lambda: {"day": day(20)}),
    "a withdrawal": ("author", State.OPEN, "withdrawal", sure),
    "a turn": ("author", State.OPEN, "proposal", dict),
}


@pytest.mark.parametrize("what", ACTS)
def test_an_act_sent_twice_is_done_once_and_nobody_is_told_off(make, community, what):
    who, state, address, typed = ACTS[what]
    author = make.member(community)
    matter = make.row(
        Proposal, community, author_id=author.id, state=state, visible_at=clock.now(), answer_due_at=clock.now(),
        kind=Kind.REQUEST if what == "a turn" else Kind.PROPOSAL,
    )  # fmt: skip
    browser = make.browser(author if who == "author" else make.official(community), community)
    page = browser.path(f"proposals/{matter.number}")
    form = typed() | ({"once": opened(browser, f"{page}/{address}")} if typed not in (dict, sure) else {})
    sent = [
        browser.client.post(f"{page}/{address}", data=form, headers={"Referer": f"http://localhost{page}"})
        for _ in range(2)
    ]
    assert [(one.status_code, one.location) for one in sent] == [(303, page)] * 2
    with make.inside(community):
        assert len(db.session.scalars(select(ProposalEvent.id)).all()) == 1
    assert browser.post(f"{page}/{address}", **typed() | {"other": "page"}).status_code == 409  # not the same again


def test_someone_verified_or_put_into_a_post_twice_at_once_is_so_once(make, community):
    household, member = (
        make.household(community, building="3", unit="1", room="101"),
        make.member(community, verified=False),
    )
    desk = make.browser(make.official(community), community)
    address = f"desk/members/{id_text(member.id)}"
    form = {
        "building": "3",
        "unit": "1",
        "room": "101",
        "how": "in_person",
        "adult": "y",
        "grid": "",
        "once": opened(desk, address),
    }
    assert [desk.post(address, **form).status_code for _ in range(2)] == [303, 303]
    post = make.row(Post, community, kind=PostKind.SUPERVISION, title="监督委员")
    address = f"desk/posts/{id_text(post.id)}/term?q={member.name}"
    form = {"member": id_text(member.id), "since": day(0)}
    assert [desk.post(address, **form).status_code for _ in range(2)] == [303, 303]
    with make.inside(community):
        assert db.session.get_one(Membership, (community.id, member.id)).household_id == household.id


def test_whether_it_is_done_may_be_said_twice_and_changed_and_changed_back(make, community):
    author = make.member(community)
    promise = make.row(
        Commitment, community, author_id=author.id, state=Kept.CLAIMED, subject_kind="proposal", what="修灯",
        confirm_by_at=clock.now() + timedelta(days=5), due_at=clock.now(), one_persons=False,
        subject_id=make.row(Proposal, community, author_id=author.id, state=State.DONE_CLAIMED).id,
    )  # fmt: skip
    for person in (author, make.member(community)):
        make.row(Confirmation, community, commitment_id=promise.id, membership_id=person.id)
    browser, address = make.browser(author, community), f"commitments/{promise.number}/confirmation"
    for word in ("yes", "no", "yes", "yes"):
        assert browser.post(address, fixed=word, once="one page").status_code == 303
        with make.inside(community):
            said = select(Confirmation.fixed).where(Confirmation.membership_id == author.id)
            assert db.session.scalars(said).one() is (word == "yes")
