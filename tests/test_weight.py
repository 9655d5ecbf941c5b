"""The first view of a community's home: at most 60 KB over the wire in at most 5 requests."""

import re

from app.web import assets


def test_the_first_view_is_light(app, make, engine):
    from pathlib import Path

    assets.fetch(Path(app.static_folder))
    browser = make.browser(None, make.community())
    headers = {"Accept-Encoding": "br, gzip"}
    page = browser.client.get(browser.base, headers=headers)
    text = browser.get("").text
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    assert not re.findall(r'(?:src|href)="https?:', text), "a third party is asked"
    sizes = [len(page.data)] + [len(browser.client.get(one, headers=headers).data) for one in files]
    assert len(sizes) <= 5, files
    assert sum(sizes) <= 60 * 1024, sizes
