"""Every page in the browser: nothing breaks out on a phone, on a desk or in large text, and axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.village import FEATURES, SEEN_AS, addresses, village_of

NOT_PAGES = (".json", ".ics", "healthz", "readyz", "metrics")
WITHOUT_PAGES = {"operating"}  # its addresses are for monitors
PHONE, DESK = 360, 1280


@pytest.fixture
def javascript():
    return True


@pytest.fixture
def walked(phone, site, make):
    """Opens every page of a feature someone may read, but those seen; gives their endpoints."""
    village = village_of(make)
    community, people = village.community, village.people
    phones = {}

    def phone_of(role, **how):
        """One for all pages that a role reads: a new one would begin by loading what this one has."""
        if (role, *how.values()) not in phones:
            phones[role, *how.values()] = made = phone(**how)
            if people[role] is not None:
                made.be(people[role])
        return phones[role, *how.values()]

    def walk(feature, role, locale, width, also=(), seen=()):
        found_here = addresses(site[0], village.region, community, village.rows, feature)
        pages = [page for page in found_here if not page[1].endswith(NOT_PAGES)]
        plain, mine = make.browser(people[role], community), phone_of(role, locale=locale, width=width)
        found = {}
        for endpoint, address in pages:
            if endpoint not in seen and plain.open(address).status_code == 200:
                mine.go(address)
                for other in also:
                    mine.fits(other)
                    mine.fits(width)
                mine.fits_in_large_text()
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
    assert len(set().union(*(walked(feature, role, "zh-CN", PHONE) for feature in FEATURES))) > 15


@pytest.mark.parametrize("feature", sorted(set(FEATURES) - WITHOUT_PAGES))
def test_every_page_is_accessible_and_fits_in_english_on_a_desk_and_on_a_phone(walked, site, make, feature):
    seen = set()
    for role in ("committee", "supervision", "reviewer", "resident", "stranger"):
        seen |= walked(feature, role, "en-GB", DESK, [PHONE], seen)
    assert seen
