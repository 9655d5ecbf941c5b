"""The page that shows every component: for those who build pages, nowhere in production."""

import re
from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parents[2] / "templates" / "_ui.html"


def test_every_component_is_on_it(make):
    names = set(re.findall(r"{% set (\w+) =", KIT.read_text("utf-8")))
    drawn = "".join(file.read_text("utf-8") for file in (KIT.parent / "style").glob("*.html"))
    in_a_community = {"csrf", "report"}  # drawn nowhere else
    assert not names - set(re.findall(r"ui\.(\w+)\(", drawn)) - in_a_community
    assert make.browser().get("/style").status_code == 200


@pytest.mark.parametrize(
    ("query", "attributes"),
    [("", ""), ("?look=dark", ' data-theme="dark"'), ("?look=light&large=1", ' data-text="elder"  data-theme="light"')],
)
def test_it_is_drawn_light_dark_and_large(make, query, attributes):
    page = make.browser().open(f"/style{query}").text
    assert re.sub(r"\s+", " ", re.search(r"<html[^>]*>", page)[0]).endswith(re.sub(r"\s+", " ", attributes) + ">")


def test_it_is_not_there_in_production(app, make):
    app.config["TESTING"] = False
    try:
        assert make.browser().get("/style").status_code == 404
        app.debug = True
        assert make.browser().get("/style").status_code == 200
    finally:
        app.config["TESTING"], app.debug = True, False
