"""Templates are written one statement a line, and what is drawn carries none of that layout."""

import statistics
from pathlib import Path

import pytest
from jinja2 import Environment

from app.web.layout import Layout
from tests.support.template_format import formatted

ROOT = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(ROOT.rglob("*.html"))


def test_every_template_stands_in_its_form():
    wrong = [
        str(file.relative_to(ROOT)) for file in FILES if formatted(file.read_text("utf-8")) != file.read_text("utf-8")
    ]
    assert not wrong, "python -m tests.support.template_format writes them"


def test_a_line_of_a_template_is_short():
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines()]
    assert max(map(len, lines)) <= 120
    assert statistics.median(map(len, lines)) <= 60


def test_the_form_of_a_template_is_stable():
    dense = (
        '{% if many %}<p class="meta"{% if id %} id="{{ id }}"{% endif %}>{{ one }} <b>{{ two }}</b>{{ three }}</p>'
        '{% else %}{{ ui.row(_("A sentence of some length about the thing"), url_for("a.page", number=thing.number), '
        '[thing.place, thing.when|date], tag=_("closed") if thing.closed else none) }}{% endif %}'
    )
    once = formatted(dense)
    assert formatted(once) == once
    assert max(map(len, once.splitlines())) <= 120
    assert "{% if many %}\n" in once


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("<p>\n  {{ 1 }}\n  <b>x</b>\n</p>\n", "<p>1<b>x</b></p>"),
        ("<p>{{ 1 }} <b>x</b></p>", "<p>1 <b>x</b></p>"),
        ('<p>\n  {{ 1 }}\n  {{ " " }}\n  <b>x</b>\n</p>', "<p>1 <b>x</b></p>"),
        ("<p>\n  two\n  words\n</p>", "<p>two words</p>"),
        ("<p>\n  中文，\n  <b>后面</b>\n</p>", "<p>中文，<b>后面</b></p>"),
        ('<a\n  href="x"\n  {% if 1 %}lang="en"{% endif %}\n>y</a>', '<a href="x" lang="en">y</a>'),
        ('<path\n  d="M1 2\n    L3 4"\n/>', '<path d="M1 2 L3 4"/>'),
        ("<p title='a > b'\n>\n  1 < 2\n</p>", "<p title='a > b'>1 < 2</p>"),
    ],
)
def test_a_line_break_is_layout_and_not_drawn(source, drawn):
    assert Environment(extensions=[Layout]).from_string(source).render() == drawn
