"""Every page in the browser: nothing breaks out at 360 px, axe finds nothing, the HTML is valid."""

import os

import pytest

from tests import html
from tests.test_pages import ROLES, addresses, village  # noqa: F401  (the same community, with a row of every kind)

SEEN_AS = ("stranger", "resident", "committee", "supervision", "reviewer")
NOT_PAGES = (".json", ".ics", "healthz", "readyz")


@pytest.fixture
def javascript():
    return True


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 360), ("en-GB", 360), ("zh-CN", 1280)])
def test_every_page_is_accessible_valid_and_fits(phone, site, make, village, tmp_path, locale, width):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    region, community, people, rows = village
    pages, violations, files = list(addresses(site[0], region, community, rows)), [], []
    for role in SEEN_AS:
        mine = phone(locale=locale, width=width)
        if people[role] is not None:
            mine.be(people[role])
        for endpoint, address in pages:
            if address.endswith(NOT_PAGES):
                continue
            response = mine.go(address)
            assert response.status < 500, f"{role} {endpoint}"
            if response.status == 200 and response.url.endswith(address):
                found = Axe().run(mine.page)
                violations += [
                    f"{role} {endpoint}: {one['id']} {one['nodes'][0]['html'][:120]}"
                    for one in found.response["violations"]
                ]
                files.append(tmp_path / f"{role}-{endpoint}.html")
                files[-1].write_text(response.text(), encoding="utf-8")
        mine.problems.clear()  # the browser notes each 403 and 404 itself
    assert len(files) > 60
    assert not violations, "\n".join(sorted(set(violations))[:20])
    _valid(files)
    assert set(SEEN_AS) <= set(ROLES)


def _valid(files):
    if html.jar() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the HTML validator needs Java")
    assert not html.errors(files), "\n".join(sorted(set(html.errors(files)))[:20])
