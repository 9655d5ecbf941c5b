"""Sealed envelopes: what someone chose, readable by nobody until the close (X25519 sealed boxes, libsodium)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.core.canonical_json import canonical_json


class SealBroken(ValueError):
    """An envelope does not open; the message names its place in the list."""


@dataclass(frozen=True)
class SealKey:
    """One poll's or round's keys: the public half, and the private half sealed to the operator's key `label`."""

    public: bytes
    sealed_private: bytes
    label: str


class Keyring:
    """The operator's keys, one a quarter, kept outside the database: "2026Q4:base64url,2027Q1:…"."""

    def __init__(self, setting: str) -> None:
        self.keys: dict[str, PrivateKey] = {}
        for part in filter(None, setting.split(",")):
            label, key = part.strip().split(":", 1)
            self.keys[label] = PrivateKey(urlsafe_b64decode(key + "=="))

    @property
    def current(self) -> str:
        return max(self.keys)

    @classmethod
    def generate(cls, label: str) -> "Keyring":
        ring = cls("")
        ring.keys[label] = PrivateKey.generate()
        return ring

    def to_setting(self) -> str:
        return ",".join(f"{label}:{urlsafe_b64encode(bytes(key)).decode()}" for label, key in self.keys.items())


def new_key(keyring: Keyring) -> SealKey:
    """A fresh pair; its private half is readable only with the operator's current key."""
    pair = PrivateKey.generate()
    operator = keyring.keys[keyring.current]
    return SealKey(bytes(pair.public_key), SealedBox(operator.public_key).encrypt(bytes(pair)), keyring.current)


def seal(public: bytes, payload: dict[str, Any], length: int) -> bytes:
    """Seal canonical JSON padded to `length` bytes: all envelopes of one poll have one size."""
    text = canonical_json(payload)
    if len(text) > length:
        raise ValueError(f"The payload has {len(text)} bytes, more than {length}.")
    return SealedBox(PublicKey(public)).encrypt(text.ljust(length))


def open_all(
    key: SealKey, keyring: Keyring, envelopes: Iterable[bytes], progress: Callable[[int], None] | None = None
) -> list[dict[str, Any]]:
    """Open every envelope, in memory, in order."""
    private = PrivateKey(SealedBox(keyring.keys[key.label]).decrypt(key.sealed_private))
    box, opened = SealedBox(private), []
    for place, envelope in enumerate(envelopes):
        try:
            opened.append(json.loads(box.decrypt(envelope)))
        except (CryptoError, ValueError) as error:
            raise SealBroken(f"Envelope {place} does not open.") from error
        if progress is not None:
            progress(place + 1)
    return opened


_operator: list[Keyring] = []


def configure(keyring: Keyring) -> None:
    """Hand over the operator's keys, once at start."""
    _operator[:] = [keyring]


def operator() -> Keyring:
    """The operator's keys of this process."""
    return _operator[0]
