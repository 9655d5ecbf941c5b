"""What people wrote or named from right to left stands apart on every page, so that no sentence of ours is turned by it."""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.community.models import Grid, PostKind
from app.web.bidi import CLOSE, FROM_THE_RIGHT, OPEN, apart, on_the_page
from tenants import db
from tests.support.factories import Make
from tests.support.village import FEATURES, ROLES, addresses, new_village

NAME = "فاطمة الزهراء"
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle", "line", "source", "use"}
NOBODYS = ("operating",)  # features whose pages are no words of people
MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


class Arabic(Make):
    """Whoever and whatever a test does not name has an Arabic name."""

    words = NAME

    def region(self, *given, **more):
        return super().region(*given, **({"name": f"{NAME} 区"} | more))

    def community(self, *given, **more):
        return super().community(*given, **({"name": f"{NAME} 社区"} | more))

    def official(self, community, kind=PostKind.COMMITTEE, **given):
        return super().official(community, kind, **({"title": f"{NAME} 主任"} | given))

    def row(self, model, community, **given):
        """What is done in office is named by the product."""
        ours = {"act": "member.verify"} if model is AuditEntry else {}
        return super().row(model, community, **(ours | given))


@pytest.fixture(scope="module")
def villages():
    return {}


@pytest.fixture
def village(app, villages):
    if app not in villages:
        make = Arabic(app)
        villages[app] = made = new_village(make)
        with make.inside(made.community):
            for number, grid in enumerate(db.session.scalars(select(Grid))):
                grid.name = f"{NAME} 网格 {number}"
            db.commit()
    return villages[app]


class Directions(HTMLParser):
    """Where words from the right stand among others without being set apart."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name, value in attrs:
            if (
                value
                and name in ("title", "aria-label", "alt", "content", "placeholder", "data-confirm")
                and _loose(value)
            ):
                self.found.append(f'{tag} {name}="{value}"')
        if tag == "input" and FROM_THE_RIGHT.search(given.get("value") or "") and given.get("type") != "hidden":
            assert OPEN not in given["value"]
            self.found += [] if given.get("dir") == "auto" else [f"input {given.get('name')}"]
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        apart = "bdi" in tags or any(given.get("dir") == "auto" for _, given in self.open)
        if not apart and "script" not in tags and _loose(data):
            self.found.append(f"{'>'.join(tags[-3:])}: {data.strip()[:80]}")


def _loose(text):
    return bool(FROM_THE_RIGHT.search(MARKED.sub("", text)))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("feature", FEATURES)
def test_on_every_page_as_every_role_names_and_titles_are_set_apart(app, village, feature):
    """SQLite alone: the same pages come from both."""
    make, found, seen = Arabic(app), [], 0
    pages = list(addresses(app, village.region, village.community, village.rows, feature))
    for role in ROLES:
        browser = make.browser(village.people[role], village.community, locale="en")
        for endpoint, address in pages:
            page = browser.get(address)
            if page.mimetype == "text/html" and page.status_code not in (301, 302, 303, 308):
                seen += bool(FROM_THE_RIGHT.search(page.text))
                reader = Directions()
                reader.feed(page.text)
                found += [f"{role} {endpoint}: {one}" for one in reader.found]
    assert not found, "\n".join(sorted(set(found))[:40])
    assert seen or feature in NOBODYS, "no page of this feature shows what anyone wrote"


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
