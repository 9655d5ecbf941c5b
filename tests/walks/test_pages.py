"""Every page, as every role, is opened once in each language; of what came every question is asked here.

In Chinese it is a village, in English a community of a town. On SQLite alone, but whether every page stands: the same
pages come from both.
"""

import re

import pytest

from app.web.bidi import FROM_THE_RIGHT
from tests.support.directions import loose
from tests.support.village import FEATURES, feature_of

NOT_KEPT = (  # what no page can hold: there is no such page, no such order, and whoever has the keys can draw the lot again
    "only the person and the direct superior", "seen by the person and the direct superior", "support stand first", "support first",
    "Nobody knows who was drawn", "Twice a year", "只有本人和直接上级看得到", "需要支持的", "谁也不知道抽中了谁", "每年两次", "只有你们两人",
)  # fmt: skip
URBAN = ("居民", "社区", "楼栋", "单元", "小区")
NO_PLACE = ("oversight", "accounts", "operating", "privacy")  # features whose pages are of no place
NOBODYS = ("operating",)  # features whose pages are no words of people
STATUSES = (200, 303, 401, 403, 404, 409, 410)

of_each_feature = pytest.mark.parametrize("feature", FEATURES, scope="module")


def of_every_page(question):
    """Asked on SQLite of each feature in each language."""
    in_each_language = pytest.mark.parametrize("locale", ["zh_Hans", "en"], scope="module")
    return pytest.mark.sqlite_only(in_each_language(of_each_feature(question)))


def test_every_page_is_walked(app):
    found = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(found) > 50
    assert {feature_of(app, endpoint) for endpoint in found} <= set(FEATURES)


@of_every_page
def test_it_stands_for_every_role(walked):
    assert not _broken(walked)


@of_every_page
def test_it_mixes_no_languages(walked, locale):
    assert not _mixed(walked, locale)


@of_every_page
def test_it_is_valid(walked, validator):
    shown = [page for page in walked if page.is_shown]
    found = [f"{page.where}: {error}" for page in shown for error in validator.errors(page.response.text)]
    assert not found, "\n".join(found[:20])


@of_every_page
def test_names_and_titles_from_the_right_are_set_apart(walked, feature):
    pages = [page for page in walked if page.is_html]
    found = {f"{page.where}: {one}" for page in pages for one in loose(page.response.text)}
    assert not found, "\n".join(sorted(found)[:40])
    seen = any(FROM_THE_RIGHT.search(page.response.text) for page in pages)
    assert seen or feature in NOBODYS, "no page of this feature shows what anyone wrote"


@of_every_page
def test_it_promises_nothing_that_the_product_does_not_keep(walked):
    assert not [(page.where, words) for page in walked for words in NOT_KEPT if words in page.response.text]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("locale", ["zh_Hans"], scope="module")
@pytest.mark.parametrize("feature", [one for one in FEATURES if one not in NO_PLACE], scope="module")
def test_no_page_of_a_village_speaks_of_residents_entrances_or_a_community(walked, village):
    pages = [page for page in walked if f"/c/{village.community.slug}/" in page.address]
    texts = [(page.where, _words(page.response.text, "head")) for page in pages]
    found = [(where, text[max(0, at - 20) : at + 20]) for where, text in texts for at in _places(text, URBAN)]
    assert pages
    assert not found, found[:20]


@pytest.mark.postgresql_only
@pytest.mark.parametrize("locale", ["zh_Hans"], scope="module")
@of_each_feature
def test_every_page_stands_for_every_role_on_postgresql(walked, locale):
    """In one language: PostgreSQL knows of none."""
    assert not _broken(walked)
    assert not _mixed(walked, locale)


def _broken(pages):
    return [(page.where, page.response.status) for page in pages if page.response.status_code not in STATUSES]


def _mixed(pages, locale):
    """A Chinese page has no English sentence of ours, an English page no Chinese but that language's own name."""
    texts = [(page.where, _words(page.response.text, "script|svg|head|footer")) for page in pages if page.is_shown]
    foreign = re.compile(r"\b[A-Z][a-z]+(?: [a-z']+){2,}" if locale == "zh_Hans" else "(?<!简)(?!简体中文)[一-鿿]{3,}")
    return [(where, found) for where, text in texts if (found := foreign.findall(text)[:3])]


def _words(html, without):
    """What a reader of the page sees, but for some elements."""
    return re.sub(r"<[^>]+>", " ", re.sub(rf"<({without})\b.*?</\1>", " ", html, flags=re.S))


def _places(text, words):
    return [found.start() for found in re.finditer("|".join(words), text)]
