"""Every page in the browser: nothing breaks out on a phone or on a desk, and axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.test_pages import SEEN_AS, addresses, village  # noqa: F401  (the same community, with a row of every kind)

NOT_PAGES = (".json", ".ics", "healthz", "readyz")
PHONE, DESK = 360, 1280


@pytest.fixture
def javascript():
    return True


@pytest.fixture
def walked(phone, site, make, village):  # noqa: F811
    """Opens every page someone may read, but those seen; gives their endpoints."""
    region, community, people, rows = village
    pages = [page for page in addresses(site[0], region, community, rows) if not page[1].endswith(NOT_PAGES)]

    def walk(role, locale, width, also=(), seen=()):
        plain, mine = make.browser(people[role], community), phone(locale=locale, width=width)
        if people[role] is not None:
            mine.be(people[role])
        found = {}
        for endpoint, address in pages:
            if endpoint not in seen and plain.open(address).status_code == 200:
                mine.go(address)
                for other in also:
                    mine.fits(other)
                    mine.fits(width)
                found[endpoint] = Axe().run(mine.page).response["violations"]
        violations = [
            f"{role} {endpoint}: {one['id']} {one['nodes'][0]['html'][:120]}"
            for endpoint, these in found.items() for one in these
        ]  # fmt: skip
        assert not violations, "\n".join(violations[:20])
        return set(found)

    return walk


@pytest.mark.parametrize("role", SEEN_AS)
def test_every_page_is_accessible_and_fits_on_a_phone(walked, role):
    assert len(walked(role, "zh-CN", PHONE)) > 15


def test_every_page_is_accessible_and_fits_in_english_on_a_desk_and_on_a_phone(walked):
    seen = set()
    for role in ("committee", "supervision", "reviewer", "resident", "stranger"):
        seen |= walked(role, "en-GB", DESK, [PHONE], seen)
    assert len(seen) >= 55
