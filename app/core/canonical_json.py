"""The one way JSON is written wherever it is hashed or sealed: keys sorted, no blanks, letters as themselves, UTF-8."""

import json
from collections.abc import Callable
from typing import Any


def canonical_json(value: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    """The same value gives the same bytes, here and for whoever recounts. `default` writes what JSON does not know."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=default
    ).encode()
