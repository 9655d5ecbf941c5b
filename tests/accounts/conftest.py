"""Browsers that sign in, and the messages they get."""

import pytest

from app.core import clock
from tests.accounts.steps import Console


@pytest.fixture
def phone():
    """A number nobody else in this test run has."""
    from tests.support.factories import _serial

    return f"139{next(_serial):04d}{clock.now().microsecond % 10_000:04d}"


@pytest.fixture
def stranger(make):
    return make.browser()


@pytest.fixture
def sent(app, capsys):
    return Console(capsys)
