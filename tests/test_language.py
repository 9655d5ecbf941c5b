"""Which language an address answers in when nobody has chosen one."""

import pytest


@pytest.mark.parametrize(
    ("wishes", "cn", "generic"),
    [
        ("fr", "zh-Hans", "en"),
        ("pl", "zh-Hans", "en"),
        ("*", "zh-Hans", "en"),
        ("de,fr", "zh-Hans", "en"),
        ("", "zh-Hans", "en"),
        ("en-GB,fr", "en", "en"),
        ("fr,en;q=0.5", "en", "en"),
        ("zh-TW", "zh-Hans", "zh-Hans"),
        ("zh-Hant-HK,en;q=0.8", "zh-Hans", "zh-Hans"),
        ("de,zh;q=0", "zh-Hans", "en"),
    ],
)
def test_where_the_browser_asks_for_neither_language_the_place_speaks_its_own(make, wishes, cn, generic):
    for profile, language in (("cn", cn), ("generic", generic)):
        browser = make.browser(None, make.community(profile=profile))
        browser.client.delete_cookie("locale")
        page = browser.client.get(browser.base, headers={"Accept-Language": wishes} if wishes else {})
        assert f'<html lang="{language}"' in page.text, page.text[:120]
