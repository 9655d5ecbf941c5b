"""What people wrote or named from right to left is set apart wherever a sentence or a page is put together.

That it stands apart on every page is asked of the walk, in test_pages.
"""

import pytest

from app.web.bidi import CLOSE, OPEN, apart, on_the_page
from tests.support.directions import NAME


def test_a_sentence_keeps_its_order_around_a_name(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        page = on_the_page(
            app.jinja_env.from_string('<p>{{ _("%(name)s has voted.", name=name) }}</p>').render(name=NAME)
        )
    assert page == f"<p><bdi>{NAME}</bdi> has voted.</p>"


@pytest.mark.parametrize(
    ("html", "drawn"),
    [
        (f"<p>{OPEN}א{CLOSE} &lt;b&gt;</p>", "<p><bdi>א</bdi> &lt;b&gt;</p>"),
        (f'<a title="{OPEN}א{CLOSE} > 1">x</a>', f'<a title="{OPEN}א{CLOSE} > 1">x</a>'),
        (f'<input name="a" value="{OPEN}א{CLOSE}">', '<input name="a" value="א">'),
        (
            f"<title>{OPEN}א{CLOSE} · Home</title><p>{OPEN}א{CLOSE}</p>",
            f"<title>{OPEN}א{CLOSE} · Home</title><p><bdi>א</bdi></p>",
        ),
        (f"<textarea>{OPEN}א{CLOSE}</textarea>", "<textarea>א</textarea>"),
    ],
)
def test_marks_become_elements_where_an_element_may_stand(html, drawn):
    assert on_the_page(html) == drawn


@pytest.mark.parametrize("plain", ["Anna", "王女士", 3, None, f"{OPEN}א{CLOSE}"])
def test_other_words_are_left_as_they_are(plain):
    assert apart(plain) is plain
