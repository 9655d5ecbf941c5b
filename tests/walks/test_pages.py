"""Every page, as every role, in both languages: none breaks, each is whole, none mixes languages."""

import re

import pytest

from tests.support.village import FEATURES, ROLES, addresses, feature_of, village_of


def test_every_page_is_walked(app):
    found = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(found) > 50
    assert {feature_of(app, endpoint) for endpoint in found} <= set(FEATURES)


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("feature", FEATURES)
def test_every_page_stands_for_every_role(app, make, feature, locale):
    for where, response in _walk(app, make, feature, locale):
        assert response.status_code in (200, 303, 401, 403, 404, 409, 410), f"{where}: {response.status_code}"
        if response.status_code == 200 and response.mimetype == "text/html":
            _one_language(response.text, locale, where)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
@pytest.mark.parametrize("feature", FEATURES)
def test_every_page_is_valid(app, make, validator, feature, locale):
    """SQLite alone: the same pages come from both."""
    found = [
        f"{where}: {error}" for where, response in _walk(app, make, feature, locale)
        if response.status_code == 200 and response.mimetype == "text/html"
        for error in validator.errors(response.text)
    ]  # fmt: skip
    assert not found, "\n".join(found[:20])


def _walk(app, make, feature, locale):
    """(role and endpoint, what came), of every page as every role."""
    seen = village_of(make)
    pages = list(addresses(app, seen.region, seen.community, seen.rows, feature))
    assert pages
    for role in ROLES:
        browser = make.browser(seen.people[role], seen.community, locale=locale)
        for endpoint, address in pages:
            yield f"{role} {endpoint}", browser.get(address)


def _one_language(page, locale, where):
    """An English page has no Chinese of ours, a Chinese page no English sentence of ours."""
    text = re.sub(r"<(script|svg|head|footer)\b.*?</\1>", " ", page, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    if locale == "zh_Hans":
        english = re.findall(r"\b[A-Z][a-z]+(?: [a-z']+){2,}", text)
        assert not english, f"{where}: English on a Chinese page: {english[:3]}"
