"""Personal fields encrypted in the database, and blind indexes to find them by."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

NONCE, KEY = 12, 32  # bytes
_keys: dict[int, AESGCM] = {}
_index_key = b""
_checks: dict[str, str] = {}


def configure(field_keys: str, blind_index_key: str) -> None:
    """`field_keys` is "1:base64url,2:…": the highest number encrypts, all decrypt (32-byte keys)."""
    global _index_key
    _keys.clear()
    _checks.clear()
    for part in field_keys.split(","):
        number, key = part.strip().split(":", 1)
        _keys[int(number)] = AESGCM(_bytes(key))
        _checks[f"FIELD_KEYS {int(number)}"] = _check(_bytes(key))
    _index_key = _bytes(blind_index_key)
    _checks["BLIND_INDEX_KEY"] = _check(_index_key)


def checks() -> dict[str, str]:
    """By each key's name what tells it from another, and nothing of the key itself."""
    return dict(_checks)


def in_use() -> set[str]:
    """The names of the keys that write."""
    return {f"FIELD_KEYS {max(_keys)}", "BLIND_INDEX_KEY"}


def _check(key: bytes) -> str:
    return hmac.new(key, b"gongzhi: which key is this", hashlib.sha256).hexdigest()[:32]


def _bytes(key: str) -> bytes:
    decoded = urlsafe_b64decode(key + "==")
    if len(decoded) != KEY:
        raise ValueError(f"A key has {KEY} bytes.")
    return decoded


def encrypt(text: str, context: bytes) -> bytes:
    """AES-256-GCM: one byte key number, 12 bytes nonce, ciphertext with tag; bound to its context."""
    number, nonce = max(_keys), os.urandom(NONCE)
    return bytes([number]) + nonce + _keys[number].encrypt(nonce, text.encode(), context)


def decrypt(blob: bytes, context: bytes) -> str:
    """Raises KeyError for an unknown key number, InvalidTag for a changed blob or another context."""
    return _keys[blob[0]].decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], context).decode()


def blind_index(value: str, purpose: str) -> bytes:
    """HMAC-SHA-256: finds an encrypted value without decrypting; 32 bytes."""
    return hmac.new(_index_key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


class EncryptedText(TypeDecorator[str]):
    """A text column encrypted under its name as context."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else encrypt(value, self.context.encode())

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else decrypt(bytes(value), self.context.encode())
