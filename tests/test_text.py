"""What is typed and what can be seen of it; what is searched and how it may be written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.community.models import Membership
from app.community.queries import members_named
from app.proposals.models import Answer, Kind, Proposal, State
from tenants import db
from tenants.models import Region
from tenants.text import folded, found_by, visible

NOTHING = {
    "hangul filler": "\u3164", "braille blank": "\u2800", "choseong filler": "\u115f", "jungseong filler": "\u1160",
    "halfwidth filler": "\uffa0", "khmer": "\u17b4\u17b5", "grapheme joiner": "\u034f", "lone selector": "\ufe0f",
    "lone supplement": "\U000e0100", "controls": "\x00\x07\x1b", "zero width": "\u200b\u200c\u200d\ufeff", "turns": "\u202e\u202c",
    "tags alone": "\U000e0067\U000e007f", "a mark alone": "\u0301", "mongolian": "\u180e\u180b", "blanks": " \t\u3000\u00a0\n",
    "ignored though unassigned": "\u2065\ufff0\U000e0000\U000e0080\U000e0fff", "no letter": "\ufdd0\uffff\U0001fffe",
    "a note without head": "\U0001d159", "egyptian blanks": "\U00013441\U00013442",
    "all at once": "\u3164 \u2800\ufe0f\u034f\x07",
}  # fmt: skip
KEPT = {
    "england": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "persian": "می\u200cخواهم", "family": "👨\u200d👩\u200d👧", "heart": "❤\ufe0f", "hindi": "क्\u200dष", "korean": "한글",
    "two lines": "eins\nzwei", "arabic": "الحديقة", "han of another plane": "𠮷野家",
}  # fmt: skip


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_cannot_be_seen_says_nothing(text):
    assert visible(text) == ""


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_people_write_is_kept(text):
    assert visible(f" {text} \u3164") == text


def test_letters_are_composed_and_directions_stay_the_readers():
    assert visible(unicodedata.normalize("NFD", "Café Zoë")) == "Café Zoë"
    assert visible("ab\u202ec\u200bd") == "abcd"


@given(st.text())
def test_what_was_seen_once_stays(text):
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_an_official_answer_of_nothing_visible_is_no_answer(make, text):
    community = make.community()
    item = make.row(Proposal, community, kind=Kind.PROPOSAL, state=State.OPEN, endorsements_needed=5)
    browser = make.browser(make.official(community), community)
    answered = browser.post(f"proposals/{item.number}/answer", outcome="refuse", text=text, basis=text)
    assert answered.status_code in (400, 422)  # 400: no text holds a NUL
    with make.inside(community):
        assert db.session.query(Answer).count() == 0


@pytest.mark.parametrize("text", ["\u3164", "\u2800\u2800", "\ufe0f", "\u17b4", "\u2065", "\U0001d159"])
def test_neither_a_title_nor_a_name_is_made_of_nothing(make, text):
    community = make.community()
    person = make.member(community)
    browser = make.browser(person, community)
    assert browser.post("proposals/new?kind=proposal", title=text, text="为什么", category="other").status_code == 422
    assert browser.post("/me/name", name=text).status_code in (404, 422)
    assert browser.get("proposals/").status_code == 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverside", "riverside"), ("Li Wei", "li wei"), ("泉和社区", "泉和 社区"), ("泉和社区", "泉和社區"),
        ("ＡＢＣ１", "abc1"), ("Straße", "STRASSE"), ("Café", "cafe\u0301"),
    ],
)  # fmt: skip
def test_ways_of_writing_the_same_are_folded_into_one(one, other):
    assert folded(one) == folded(other)


def test_chinese_is_found_by_its_pinyin_whole_and_by_initials_and_sorted_by_it():
    assert found_by("重庆路社区").split() == ["chongqinglushequ", "cqlsq", "重庆路社区"]
    assert sorted(["张伟", "阿明", "李娜", "Li Wei"], key=found_by) == ["阿明", "李娜", "Li Wei", "张伟"]


@pytest.fixture
def places(make):
    region = make.region()
    with make.app.app_context(), db.unbound(write=True):
        name = f"百花{region.code[-6:]}街道"
        db.session.execute(update(Region).where(Region.id == region.id).values(name=name, found_by=found_by(name)))
        db.commit()
    return [
        make.community(region, name=name, slug=f"{slug}-{region.code[-6:]}")
        for name, slug in (("泉和社区", "quan"), ("Riverside", "river"), ("50%_off 小区", "half"))
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("riverside", [1]), ("RIVER SIDE", [1]), ("泉和 社区", [0]), ("泉和社區", [0]), ("quanhe", [0]), ("qhsq", [0]),
        ("Quan He", [0]), ("50%_", [2]), ("百花#", [0, 1, 2]), ("baihua#", [0, 1, 2]), ("river-", [1]),
    ],
)  # fmt: skip
def test_a_community_is_found_however_it_is_written(make, places, words, found):
    code = places[0].slug[-6:]
    page = make.browser().get("/find", q=words.replace("#", code)).text
    assert [f"/c/{place.slug}/" in page for place in places] == [number in found for number in range(3)]


@pytest.mark.parametrize("words", ["%", "_", "%%", "\u3164"])
def test_wildcards_are_letters(make, places, words):
    page = make.browser().get("/find", q=words).text
    assert f"/c/{places[0].slug}/" not in page


def test_people_are_found_by_case_blanks_and_pinyin(make):
    from app.community.queries import members_named

    community = make.community()
    for name in ("Li Wei", "张伟", "歐陽娜"):
        make.member(community, name=name)
    with make.inside(community):
        assert [one.name for one in members_named("li wei")] == ["Li Wei"]
        assert [one.name for one in members_named("zhangwei")] == ["张伟"]
        assert [one.name for one in members_named("欧阳")] == ["歐陽娜"]
        assert members_named("%") == []


HEAP = "Z" + "\u0301\u0316\u0489\u033f" * 14


def test_marks_are_not_heaped_over_a_letter():
    assert len(visible(HEAP)) <= 10
    for written in ("ཧྐྵྨླྺྼྻྂ", "בְּרֵאשִׁ֖ית", "ที่นี่", "Việt"):
        assert visible(written) == unicodedata.normalize("NFC", written)


def test_one_line_is_one_line_and_a_text_keeps_its_lines(make, community):
    browser = make.browser(make.member(community), community)
    form = {"title": "一行\n二行\u2028三行", "text": "甲\n乙", "category": "other"}
    assert browser.post("proposals/new?kind=request", **form).status_code == 303
    with make.inside(community):
        written = db.session.execute(select(Proposal.title, Proposal.text)).one()
    assert tuple(written) == ("一行 二行 三行", "甲\n乙")


def test_a_name_whose_letters_stand_for_many_is_taken_everywhere(make, community):
    member = make.member(community)
    browser = make.browser(member, community)
    assert browser.post("/me/name", name="\ufdfa" * 40).status_code == 303
    with make.inside(community):
        assert db.session.scalars(select(Membership.name).where(Membership.id == member.id)).one() == "\ufdfa" * 40


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("O’Brien", "o'brien"), ("O'Brien", "obrien"), ("Zoë Müller", "zoe muller"), ("买买提·艾力", "买买提艾力"),
        ("Anne-Marie", "anne marie"), ("St. John", "st john"), ("艾力‧买买提", "艾力·买"),
    ],
)  # fmt: skip
def test_people_are_found_without_the_marks_that_others_leave_out(make, community, named, words):
    make.member(community, account=make.account(display_name=named))
    with make.inside(community):
        assert [one.name for one in members_named(words)] == [named]
        assert members_named("·") == members_named(" - ") == []


def test_parts_whose_numbers_differ_by_a_dash_are_two(make, community):
    desk = make.browser(make.official(community), community)
    assert [desk.post("desk/grids", name=name).status_code for name in ("网格 1-1", "网格 11")] == [303, 303]
