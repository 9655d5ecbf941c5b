"""Templates draw and decide nothing: one statement a line, no data, no chains; and what is drawn carries no layout."""

import re
import statistics
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

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


PARSED = Environment(extensions=[Layout])
BEGINS = re.compile(r"\{%-?\+?\s*(?!end)\w")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def dictionaries(source):
    return [node.lineno for node in PARSED.parse(source).find_all(nodes.Dict)] + [
        node.lineno for node in PARSED.parse(source).find_all(nodes.Call)
        if isinstance(node.node, nodes.Name) and node.node.name in ("dict", "namespace")
    ]  # fmt: skip


def chained(source):
    """`a if … else b if … else c`, elif, and an else that holds nothing but a further if."""
    tree = PARSED.parse(source)
    inline = [
        node.lineno for node in tree.find_all(nodes.CondExpr)
        if isinstance(node.expr1, nodes.CondExpr) or isinstance(node.expr2, nodes.CondExpr)
    ]  # fmt: skip
    blocks = [node.lineno for node in tree.find_all(nodes.If) if node.elif_ or _only_an_if(node.else_)]
    return inline + blocks


def _only_an_if(body):
    return len(body) == 1 and isinstance(body[0], nodes.If)


def put_together(source):
    """Lists that are filled while drawing, and `… or ""` for what is not there."""
    tree = PARSED.parse(source)
    calls = [node.node for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Getattr)]
    filled = [node.lineno for node in calls if node.attr in ("append", "extend", "insert", "update", "pop")]
    nothing = [
        node.lineno for node in tree.find_all(nodes.Or)
        if isinstance(node.right, nodes.Const) and node.right.value == ""
    ]  # fmt: skip
    return filled + nothing


def crowded(source):
    """Lines on which more than one statement begins."""
    lines = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source).splitlines()
    return [number for number, line in enumerate(lines, 1) if len(BEGINS.findall(line)) > 1]


@pytest.mark.parametrize("fault", [dictionaries, chained, put_together, crowded])
def test_a_template_draws_and_decides_nothing(fault):
    found = [f"{file.relative_to(ROOT)}:{line}" for file in FILES for line in fault(file.read_text("utf-8"))]
    assert not found, found


@pytest.mark.parametrize(
    ("fault", "source"),
    [
        (dictionaries, '{% set words = {"a": "b"} %}'),
        (dictionaries, "{{ dict(a=1) }}"),
        (chained, "{{ 1 if a else 2 if b else 3 }}"),
        (chained, "{{ (1 if a else 2) if b else 3 }}"),
        (chained, "{% if a %}1{% elif b %}2{% endif %}"),
        (chained, "{% if a %}1{% else %}\n{% if b %}2{% endif %}\n{% endif %}"),
        (put_together, "{% set _ = lines.append(1) %}"),
        (put_together, '{{ words or "" }}'),
        (crowded, "{% if a %}{% if b %}x{% endif %}{% endif %}"),
        (crowded, "{% if a %}x{% else %}y{% endif %}"),
    ],
)
def test_what_a_template_may_not_hold_is_seen(fault, source):
    assert fault(source) == [1]


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
