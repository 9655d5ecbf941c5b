"""The notice board: what it shows, and how one finds the accounts among the events."""

from datetime import timedelta

import pytest

from app.board.models import Notice, NoticeKind
from app.core import clock

WORDS = {"notice": "Notice", "disclosure": "Disclosures", "event": "Event", "result": "Result"}


@pytest.fixture
def community(make):
    return make.community()


def test_each_line_says_what_it_is_and_the_list_is_filtered_by_it(make, community):
    for kind in NoticeKind:
        make.row(Notice, community, kind=kind, title=f"about {kind.value}")
    browser = make.browser(None, community, locale="en")
    everything = browser.get("board/").text
    for kind, words in WORDS.items():
        assert f"about {kind}" in everything
        assert f">{words}</span>" in everything
        only = browser.get("board/", kind=kind).text
        assert [one for one in WORDS if f"about {one}" in only] == [kind]
        assert f'kind={kind}" aria-current="true"' in only
    assert f"about {NoticeKind.EVENT.value}" in browser.get("board/", kind="nonsense").text


def test_the_filter_is_kept_on_the_next_page(make, community):
    for place in range(25):
        make.row(Notice, community, kind=NoticeKind.EVENT, title=f"event {place:02d}")
        make.row(Notice, community, kind=NoticeKind.NOTICE, title=f"notice {place:02d}")
    browser = make.browser(None, community, locale="en")
    first = browser.get("board/", kind="event").text
    assert "event 24" in first
    assert "event 04" not in first
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(address).text
    assert "event 04" in second
    assert "event 05" not in second
    assert "notice 0" not in second


def test_a_kind_of_which_there_is_nothing_says_so(make, community):
    make.row(Notice, community, kind=NoticeKind.NOTICE)
    page = make.browser(None, community, locale="en").get("board/", kind="disclosure").text
    assert "Nothing of this kind yet" in page


def test_two_notices_stand_on_top_and_a_third_waits(make, community):
    official = make.browser(make.official(community), community)
    form = {"title": "停水", "text": "明天九点", "kind": "notice", "pinned": "y"}
    assert [official.post("board/new", **form).status_code for _ in range(3)] == [303, 303, 409]
    assert official.post("board/new", **(form | {"pinned": ""})).status_code == 303
    assert make.browser(make.member(community), community).get("board/new").status_code == 403


def test_a_notice_until_yesterday_is_refused_and_one_until_today_is_posted(make):
    community = make.community()
    browser = make.browser(make.official(community), community, locale="en")
    today = clock.local(clock.now(), community.zone).date()
    notice = {"title": "Water off", "text": "From nine to eleven.", "kind": "notice"}
    refused = browser.post("board/new", **notice, until=(today - timedelta(days=1)).isoformat())
    assert refused.status_code == 422
    assert "This day is over" in refused.text
    assert browser.post("board/new", **notice, until=today.isoformat()).status_code == 303
