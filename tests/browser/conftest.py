"""A real Chromium at phone size against a real server, on an instance of its own."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app.web import assets
from tenants import db
from tests.support.factories import Make
from tests.support.instances import application

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
LARGER = (  # and back again
    ("document.documentElement.dataset.text = 'elder'", "delete document.documentElement.dataset.text"),
    ("document.documentElement.style.fontSize = '200%'", "document.documentElement.style.fontSize = ''"),
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(str(item.fspath)).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory, stock):
    """The product as it is served, with its tokens against forgery; gives (app, address)."""
    app = application(stock.copy("empty", "sqlite", tmp_path_factory.mktemp("site"), "site"))
    app.config["WTF_CSRF_ENABLED"] = True
    assets.fetch(Path(app.static_folder))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def make(site):
    db.engines = site[0].extensions["engines"]
    return Make(site[0])


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def javascript(request):
    return request.param


class Phone:
    """One person's phone: signed in or not, with JavaScript or without."""

    def __init__(self, chromium, site, make, javascript=True, locale="zh-CN", width=360, height=740):
        self.app, self.base, self.make = *site, make
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, java_script_enabled=javascript, has_touch=True
        )
        self.page = self.context.new_page()
        self.problems = []
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def be(self, who):
        """Sign in as a member or an account, through the session cookie of a real login."""
        login = self.make._login(getattr(who, "account_id", None) or who.id)
        with self.app.test_request_context():
            from flask.sessions import SecureCookieSessionInterface

            value = (
                SecureCookieSessionInterface()
                .get_signing_serializer(self.app)
                .dumps({"_user_id": login.id.hex, "_fresh": True})
            )
        self.context.clear_cookies()
        self.context.add_cookies([{"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.base}])
        return self

    def go(self, address):
        response = self.page.goto(self.base + address)
        self.fits(self.page.viewport_size["width"])
        return response

    def fits(self, width):
        if width != self.page.viewport_size["width"]:
            self.page.set_viewport_size({"width": width, "height": self.page.viewport_size["height"]})
        found = self.page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, f"{self.page.url} is {found} px wide on {width}"

    def fits_in_large_text(self, width=320):
        """On the narrowest phone, with large text (长辈版) and with letters twice as high as usual."""
        before = self.page.viewport_size["width"]
        for larger, usual in LARGER:
            self.page.evaluate(larger)
            self.fits(width)
            self.page.evaluate(usual)
        self.fits(before)

    def tap(self, words):
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state("load")
        return self

    def says(self, words):
        assert words in self.page.inner_text("body"), (
            f"“{words}” is not on {self.page.url}:\n{self.page.inner_text('body')[:600]}"
        )
        return self


@pytest.fixture
def phone(chromium, site, make, javascript):
    made = []

    def open_phone(**options):
        made.append(Phone(chromium, site, make, options.pop("javascript", javascript), **options))
        return made[-1]

    yield open_phone
    for one in made:
        assert not one.problems, one.problems
        one.context.close()
