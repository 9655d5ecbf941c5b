"""What belongs together on a line stays together."""

from datetime import UTC, datetime

import pytest
from flask import g
from flask_babel import force_locale

from app.core import clock
from app.web import formats
from app.web.reader import bound, gettext, language, ngettext


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("还差 5 个", "还差\u00a05\u00a0个"),
        ("第 %(number)s 号", "第\u00a0%(number)s\u00a0号"),
        ("%(num)d 户", "%(num)d\u00a0户"),
        ("楼栋 · 单元", "楼栋\u00a0· 单元"),
        ("two words", "two words"),
        ("3 days", "3 days"),
    ],
)
def test_a_number_stays_with_its_unit_and_a_dot_with_the_words_before_it(words, kept):
    assert bound(words) == kept


def test_a_date_is_not_torn(app):
    moment = datetime(2026, 12, 4, 4, tzinfo=UTC)
    with app.test_request_context(headers={"Accept-Language": "zh"}), clock.at(moment):
        g.community = None
        assert formats.as_date(moment) == "12\u00a0月\u00a04\u00a0日"
    with app.test_request_context(headers={"Accept-Language": "en"}), clock.at(moment):
        g.community = None
        assert formats.as_date(moment) == "4\u00a0Dec"
        assert formats.as_date(datetime(2025, 12, 4, 4, tzinfo=UTC)) == "4\u00a0Dec\u00a02025"


def test_words_follow_whom_they_are_for(app):
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        assert (language(), gettext("Home")) == ("zh_Hans", "首页")
        with force_locale("en"):
            assert (language(), gettext("Home")) == ("en", "Home")
            assert ngettext("%(num)d day", "%(num)d days", 2) == "2 days"
        assert (language(), gettext("Home")) == ("zh_Hans", "首页")
    assert gettext("Home") == "Home"


def test_moments_outside_of_a_community_are_those_of_the_place_or_of_the_instance(app, make):
    moment = datetime(2027, 1, 10, 20, 30, tzinfo=UTC)
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        g.community, g.region = None, make.region(profile="generic")
        assert formats.as_time(moment) == "20:30"
        g.region = None
        assert formats.as_time(moment) == "04:30"
