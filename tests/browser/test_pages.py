"""Every page in the browser, as each role: nothing breaks out on a phone or on a desk, and axe finds nothing."""

import pytest

from tests.test_pages import SEEN_AS, addresses, village  # noqa: F401  (the same community, with a row of every kind)

NOT_PAGES = (".json", ".ics", "healthz", "readyz")
PHONE, DESK = 360, 1280


@pytest.fixture
def javascript():
    return True


@pytest.mark.parametrize("role", SEEN_AS)
@pytest.mark.parametrize(("locale", "width", "other"), [("zh-CN", PHONE, DESK), ("en-GB", DESK, PHONE)])
def test_every_page_is_accessible_and_fits(phone, site, make, village, role, locale, width, other):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    region, community, people, rows = village
    plain, mine = make.browser(people[role], community), phone(locale=locale, width=width)
    if people[role] is not None:
        mine.be(people[role])
    seen, violations = 0, []
    for endpoint, address in addresses(site[0], region, community, rows):
        if address.endswith(NOT_PAGES) or plain.open(address).status_code != 200:
            continue
        mine.go(address)
        mine.fits(other)
        mine.fits(width)
        found = Axe().run(mine.page).response["violations"]
        violations += [f"{endpoint}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        seen += 1
    assert seen > 15
    assert not violations, "\n".join(violations[:20])
