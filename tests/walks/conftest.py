"""What walks over pages need."""

import os

import pytest

from tests.support import html


@pytest.fixture(scope="session")
def validator():
    """Where it is not installed the walk is skipped, in CI it fails."""
    if html.jar() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the HTML validator needs Java")
    with html.Validator(html.jar()) as started:
        yield started
