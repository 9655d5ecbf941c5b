"""The way to end letters that stands in each of them: it needs no signing in, and mail programs can go it too (RFC 8058)."""

import hmac
import uuid
from typing import NamedTuple

from app.core import encryption

ID, SIGNED = 32, 32  # hexadecimal digits


class Reader(NamedTuple):
    """Whose letters are to end: a member of one community."""

    community_id: uuid.UUID
    membership_id: uuid.UUID

    def token(self) -> str:
        """What tells them; nobody else can make it, and all it can do is end letters."""
        names = self.community_id.hex + self.membership_id.hex
        return names + encryption.blind_index(names, "no more letters").hex()[:SIGNED]


def reader_of(token: str) -> Reader | None:
    """None for what we did not write."""
    try:
        named = Reader(uuid.UUID(token[:ID]), uuid.UUID(token[ID : 2 * ID]))
    except ValueError:
        return None
    return named if hmac.compare_digest(named.token().encode(), token.encode()) else None
