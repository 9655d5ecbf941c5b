"""Ids and numbers in addresses: a UUID as 26 characters of base32, short, no case, no look-alikes in speech."""

import base64
import uuid
from typing import Any

LARGEST = 2**31 - 1  # number of an item: they are integer columns


def id_text(value: uuid.UUID) -> str:
    return base64.b32encode(value.bytes).decode().rstrip("=").lower()


def id_from(text: str) -> uuid.UUID:
    """The id that was written so; ValueError where it is none."""
    return uuid.UUID(bytes=base64.b32decode(text.upper() + "======"))


def dom_id(row: Any, part: str = "") -> str:
    return "-".join(filter(None, [row.__tablename__, id_text(row.id), part]))
