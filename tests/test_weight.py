"""The first view of a community's home: at most 60 KB over the wire in at most 5 requests."""

import re

from flask import Flask

from app.web import assets


def test_the_first_view_is_light(app, make, engine):
    from pathlib import Path

    assets.fetch(Path(app.static_folder))
    browser = make.browser(None, make.community())
    headers = {"Accept-Encoding": "br, gzip"}
    page = browser.client.get(browser.base, headers=headers)
    text = browser.get("").text
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    assert not re.findall(r'<(?!a\b)[^>]*(?:src|href)="https?:', text), "a third party is asked"
    sizes = [len(page.data)] + [len(browser.client.get(one, headers=headers).data) for one in files]
    assert len(sizes) <= 5, files
    assert sum(sizes) <= 60 * 1024, sizes


def test_the_browsers_file_is_used_from_the_moment_it_is_there(tmp_path):
    (tmp_path / "icon.svg").write_text("<svg/>")
    started = Flask("started", static_folder=str(tmp_path))
    assets.init_app(started)
    asks = started.jinja_env.from_string("{{ has_htmx() }}")
    assert asks.render() == "False"
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx-2.min.js").write_text("//")
    assert asks.render() == "True"
