"""A browser for tests: follows addresses of one community, posts forms, and looks at every page it is given."""

import re
from collections.abc import Iterator
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
        html = response.text
        tags = list(tags_of(html))
        ids = [given["id"] for _, given in tags if given.get("id")]
        assert len(ids) == len(set(ids)), f"ids stand twice: {ids}"
        inline = [inline for name, given in tags for inline in _inline(name, given)]
        assert not inline, f"inline script or style: {inline}"
        if not fragment:
            assert [given["lang"] for name, given in tags if name == "html" and given.get("lang")], "no language"
            headings = [name for name, _ in tags if name == "h1"]
            assert len(headings) == 1, f"{len(headings)} h1 on the page"
            assert re.search(r"<title>[^<]+</title>", html), "the page has no title"
        response.text = html.replace("\u00a0", " ")  # a space that must not break is a space to the eye
    return response


TAG = re.compile(r"""<([a-zA-Z][^\s/>]*)((?:[^"'>]+|"[^"]*"|'[^']*')*+)>""")
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def tags_of(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every opening tag with its attributes as they are written; many times as fast as html.parser."""
    for name, attributes in TAG.findall(html):
        yield name.lower(), {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(attributes)}


def _inline(tag: str, given: dict[str, str]) -> Iterator[str]:
    yield from (f"{tag} {name}" for name in given if name == "style" or re.match(r"on[a-z]+$", name))
    if tag == "style" or (tag == "script" and "src" not in given):
        yield tag
