"""The bar: where one is, and the way to the desk for those in office."""

import pytest
from markupsafe import escape

from app.web.formats import as_address, as_phones


def lit(page):
    """The words of the place that is lit."""
    bar = page.split('class="places"')[1].split("</nav>")[0]
    found = [part.split("<span>")[1].split("</span>")[0] for part in bar.split("<a ")[1:] if "aria-current" in part]
    return found[0] if found else None


@pytest.fixture
def place(make):
    return make.community()


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("", "首页"), ("people", "首页"), ("score", "首页"), ("log", "首页"), ("board/", "首页"), ("ratings/", "首页"),
        ("proposals/", "议事"), ("polls/", "议事"), ("volunteering/", "志愿"), ("join", "我的"), ("desk/", "工作台"),
        ("desk/setup", "工作台"), ("/me", "我的"),
    ],
)  # fmt: skip
def test_the_place_where_one_is_is_lit(make, place, address, section):
    answer = make.browser(make.official(place), place).get(address)
    assert answer.status_code == 200
    assert lit(answer.text) == section


def test_the_desk_is_in_the_bar_of_those_in_office_before_their_own_page(make, place):
    bar = make.browser(make.official(place), place).get("").text.split('class="places"')[1].split("</nav>")[0]
    assert bar.index("工作台") < bar.index("我的")
    assert "工作台" not in make.browser(make.member(place), place).get("").text.split("</nav>")[0]


@pytest.mark.parametrize("address", ["people", "score", "log", "board/", "ratings/", "polls/", "inbox"])
def test_there_is_a_way_back(make, place, address):
    page = make.browser(make.member(place), place).get(address).text
    assert f'class="back" href="/c/{place.slug}/"' in page


def test_ones_own_page_has_the_bar_and_one_way_out(make, place):
    page = make.browser(make.member(place), place).get("/me").text
    assert 'class="places"' in page
    assert page.count('action="/sign-out"') == 1


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("0531-8888 1234", '<a href="tel:053188881234">0531-8888 1234</a>'),
        ("电话 +86 531 88881234，9–17 点", '电话 <a href="tel:+8653188881234">+86 531 88881234</a>，9–17 点'),
        ("2 号楼 <b>", escape("2 号楼 <b>")),
    ],
)
def test_a_telephone_number_can_be_tapped(said, drawn):
    assert as_phones(said) == drawn


@pytest.mark.parametrize(
    ("parts", "locale", "said"),
    [
        (("1", "1", "202"), "zh", "1\u00a0号楼 1\u00a0单元 202"),
        (("1", "1", "202"), "en", "Building 1, entrance 1, 202"),
        (("东院", None, "202"), "zh", "东院 202"),
        (("3", "2"), "zh", "3\u00a0号楼 2\u00a0单元"),
    ],
)
def test_an_address_is_written_as_people_say_it(app, parts, locale, said):
    with app.test_request_context(headers={"Accept-Language": locale}):
        assert as_address(parts) == said
