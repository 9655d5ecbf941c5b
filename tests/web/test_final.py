"""A final act asks once more in words, also without JavaScript: nothing is done until the question was answered."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.models import Post, PostKind, PostTerm
from app.core import clock
from app.core.ids import id_text
from app.polls.models import Poll, PollState
from app.proposals.models import Kind, Proposal, State
from app.volunteering.models import Shift
from tenants import db
from tests.support.village import poll_values

DAY = timedelta(days=1)


@pytest.fixture
def community(make):
    return make.community()


def a_request(make, community, official):
    matter = make.row(
        Proposal, community, kind=Kind.REQUEST, state=State.OPEN, visible_at=clock.now(), author_id=official.id
    )
    return f"proposals/{matter.number}", f"proposals/{matter.number}/withdrawal"


def a_shift(make, community, official):
    shift = make.row(
        Shift, community, organiser_id=official.id, starts_at=clock.now() + DAY, ends_at=clock.now() + 2 * DAY
    )
    return f"volunteering/shifts/{shift.number}", f"volunteering/shifts/{shift.number}/calling-off"


def a_vote(make, community, official):
    ahead = {"opens_at": clock.now() + DAY, "closes_at": clock.now() + 9 * DAY, "state": PollState.NOTICED}
    poll = make.row(Poll, community, **poll_values(clock.now()) | ahead)
    return f"polls/{poll.number}", f"polls/{poll.number}/calling-off"


def a_term(make, community, official):
    post = make.row(Post, community, kind=PostKind.GRID_WORKER, title="网格员")
    since = clock.now().date() - DAY
    term = make.row(PostTerm, community, membership_id=make.member(community).id, post_id=post.id, since=since)
    return f"desk/posts/{id_text(post.id)}/term", f"desk/terms/{id_text(term.id)}/end"


@pytest.mark.parametrize("what", [a_request, a_shift, a_vote, a_term])
def test_a_final_act_is_done_once_its_question_was_answered(make, community, what):
    official = make.official(community)
    page, address = what(make, community, official)
    browser = make.browser(official, community, locale="en")
    assert f'{address}"' in browser.get(page).text
    asked = browser.client.post(browser.path(address), headers={"Referer": f"http://localhost{browser.path(page)}"})
    assert asked.status_code == 200
    assert "Really" in re.search("<h1[^>]*>(.*?)</h1>", asked.text)[1]
    assert f'href="{browser.path(page)}"' in asked.text
    assert f'{address}"' in browser.get(page).text  # it can still be done: nothing was
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    done = browser.post(address, **fields)
    assert done.status_code == 303
    assert f'{address}"' not in browser.get(page).text


def test_what_was_sent_goes_along_with_the_answer(make, community):
    browser = make.browser(make.official(community), community)
    poll = make.row(Poll, community, **poll_values(clock.now()) | {"state": PollState.DRAFTED, "noticed_at": None})
    asked = browser.post(f"polls/{poll.number}/notice", read="abc", seen="两行\n文字")
    assert 'name="read" value="abc"' in asked.text
    assert 'name="seen" value="两行\n文字"' in asked.text
    assert 'name="sure" value="yes"' in asked.text
    with make.inside(community):
        assert db.session.scalar(select(Poll.noticed_at)) is None


def test_of_those_in_office_each_has_a_page_and_no_list_offers_to_end_their_terms(make, community):
    official = make.official(community)
    _, address = a_term(make, community, official)
    listed = make.browser(official, community, locale="en").get("desk/posts").text
    assert "/end" not in listed
    assert listed.count('/term"') == 2
