"""Each language has templates of its own in which every fixed sentence stands translated."""

import pytest
from flask import g
from flask_babel import force_locale


def drawn(app, source, language, **values):
    with app.test_request_context(headers={"Accept-Language": language}):
        g.slug = g.community = g.region = g.region_code = None
        return app.jinja_env.from_string(source).render(**values)


@pytest.mark.parametrize(
    ("source", "en", "zh"),
    [
        ('{{ _("Home") }}', "Home", "首页"),
        ("{{ _(word) }}", "Home", "首页"),
        ('{{ _("No. %(number)s", number=3) }}', "No. 3", "第\u00a03\u00a0号"),
        ('{{ _("No. %(number)s", number=typed) }}', "No. &lt;b&gt;", "第\u00a0&lt;b&gt;\u00a0号"),
        ('{{ _("Home") ~ "<" }}', "Home&lt;", "首页&lt;"),
    ],
)
def test_a_sentence_is_in_the_readers_language_and_what_is_put_in_is_escaped(app, source, en, zh):
    values = {"word": "Home", "typed": "<b>"}
    assert drawn(app, source, "en", **values) == en
    assert drawn(app, source, "zh", **values) == zh


def test_a_page_for_someone_else_is_in_their_language(app):
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        g.slug = g.community = g.region = g.region_code = None
        with force_locale("en"):
            assert app.jinja_env.from_string('{{ _("Home") }}').render() == "Home"
        assert app.jinja_env.from_string('{{ _("Home") }}').render() == "首页"
