"""What walks over pages need."""

import os

import pytest

from tests.support import html
from tests.support.village import village_of
from tests.support.walk import WORLDS, arabic_village, walk


@pytest.fixture(scope="session")
def validator():
    """Where it is not installed the walk is skipped, in CI it fails."""
    if html.jar() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the HTML validator needs Java")
    with html.Validator(html.jar()) as started:
        yield started


@pytest.fixture
def village(app, make, engine, locale):
    """One for all walks of a process in this language; on PostgreSQL the plain one, whose columns hold no longer names."""
    if engine == "postgresql":
        return village_of(make)
    if (app, locale) not in _villages:
        _villages[app, locale] = arabic_village(app, **WORLDS[locale])
    return _villages[app, locale]


@pytest.fixture
def walked(app, village, feature, locale):
    """What came of every page of the feature as every role: kept while its questions are asked, then let go."""
    if (app, feature, locale) not in _walked:
        _walked.clear()
        _walked[app, feature, locale] = walk(app, village, feature, locale)
    return _walked[app, feature, locale]


_villages, _walked = {}, {}
