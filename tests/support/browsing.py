"""A browser for tests: follows addresses of one community, posts forms, and looks at every page it is given."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.accounts.models import LoginSession
from tenants.models import Community


class Browser:
    """`get("proposals/")`, `post("proposals/12/endorsement", htmx=True, field=…)`; a leading "/" is the instance's."""

    def __init__(
        self, app: Flask, community: Community | None, login: LoginSession | None, locale: str = "zh_Hans"
    ) -> None:
        self.client = app.test_client()
        self.base = f"/c/{community.slug}/" if community else "/"
        self.client.set_cookie("locale", locale)
        if login is not None:
            with self.client.session_transaction() as session:
                session["_user_id"] = login.id.hex
                session["_fresh"] = True

    def path(self, address: str) -> str:
        return address if address.startswith(("/", "http")) else self.base + address

    def get(self, address: str = "", *, htmx: bool = False, **query: Any) -> TestResponse:
        response = self.client.get(self.path(address), query_string=query or None, headers=_headers(htmx))
        return looked_at(response, htmx)

    def post(self, address: str, *, htmx: bool = False, follow: bool = False, **form: Any) -> TestResponse:
        response = self.client.post(self.path(address), data=form, headers=_headers(htmx), follow_redirects=follow)
        return looked_at(response, htmx)

    def open(self, address: str, method: str = "GET") -> TestResponse:
        return self.client.open(self.path(address), method=method)


def read_of(browser: Browser, address: str) -> str:
    """The hash that a page's form carries: of what whoever opened it has read."""
    found = re.search(r'name="read"[^>]*value="(\w+)"', browser.get(address).text)
    assert found, f"{address} carries no hash of what was read"
    return found[1]


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}


def looked_at(response: TestResponse, fragment: bool = False) -> TestResponse:
    """Every page: a title, a language, one h1, unique ids, no inline script or style, no 500."""
    assert response.status_code != 500, f"the server broke at {response.request.path}"
    if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
        page = Looker()
        page.feed(response.text)
        doubled = {one for one in page.ids if page.ids.count(one) > 1}
        assert not doubled, f"ids stand twice: {doubled}"
        assert not page.inline, f"inline script or style: {page.inline}"
        if not fragment:
            assert page.lang, "the page names no language"
            assert page.headings == 1, f"{page.headings} h1 on the page"
            assert re.search(r"<title>[^<]+</title>", response.text), "the page has no title"
        response.text = response.text.replace("\u00a0", " ")  # a space that must not break is a space to the eye
    return response


class Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.lang, self.headings = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.inline += [f"{tag} {name}" for name in given if name == "style" or re.match(r"on[a-z]+$", name)]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.lang = given.get("lang") or self.lang if tag == "html" else self.lang
        self.headings += tag == "h1"
