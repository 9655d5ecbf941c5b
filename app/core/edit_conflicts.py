"""An act carries the hash of what was read: what someone else wrote meanwhile is neither overwritten nor announced unread."""

import hashlib
from typing import Any

from app.core.canonical_json import canonical_json
from app.core.refusal import N_, Refused


class Changed(Refused):
    """What the act is about is no longer what was read."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Someone changed this while you had it open. Please read what it says now, then send yours again if it still holds."
            )
        )


def hash_of(*what: Any) -> str:
    """Of all that was shown, in its order."""
    return hashlib.sha256(canonical_json(what, default=str)).hexdigest()[:32]


def require_as_read(read: str, now: str) -> None:
    """To be asked once the row is locked."""
    if read != now:
        raise Changed
