"""Browsers that sign in, and the messages they get."""

import pytest

from tests.accounts.steps import Console


@pytest.fixture
def phone():
    """A number nobody else in this test run has."""
    from tests.support.factories import _serial

    return f"139{next(_serial):08d}"  # eleven digits, however many rows were made before


@pytest.fixture
def stranger(make):
    return make.browser()


@pytest.fixture
def sent(app, capsys):
    return Console(capsys)
