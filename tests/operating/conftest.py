"""What all tests of the operator's commands need."""

import pytest

from app.core import closing_key, encryption


@pytest.fixture(autouse=True)
def _own_keys():
    """Keys are a process's own."""
    kept = dict(encryption._keys), encryption._index_key, dict(encryption._checks)
    file = closing_key.file() if closing_key._file else None
    yield
    closing_key._file[:] = [file] if file else []
    for known, before in ((encryption._keys, kept[0]), (encryption._checks, kept[2])):
        known.clear()
        known.update(before)
    encryption._index_key = kept[1]
