"""Sealed envelopes: what someone chose, readable by nobody until the close, and by nobody after the count.

An envelope is closed with a public key that stands in the vote's row. The private half stands nowhere: it follows
from the closing key of the day on which the vote closes (app/core/closing_key.py), and dies with it.
"""

import enum
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.core import clock, closing_key
from app.core.canonical_json import canonical_json
from app.core.closing_key import KeyBusy, KeyGone, KeyMissing
from app.core.refusal import N_, Refused
from tenants import db

LONGEST_WAIT = timedelta(days=7)  # from a close to its count; then its key dies all the same, so that no other waits


class SealBroken(ValueError):
    """An envelope does not open; the message names its place in the list."""


class Lost(enum.StrEnum):
    """Why what was sealed can never be opened."""

    LATE = "late"  # not counted within seven days
    GONE = "gone"  # its day was counted already: the database was brought back from an older copy
    KEY = "key"  # sealed under another file than the one there is now


@dataclass(frozen=True)
class Seal:
    """What everything sealed for one vote or round hangs on: the step of the closing key it dies with."""

    name: str
    step: int

    def private(self) -> PrivateKey:
        """What opens the envelopes; raises KeyGone once that is destroyed."""
        return PrivateKey(self._secret("envelopes"))

    def public(self) -> bytes:
        return bytes(self.private().public_key)

    def token(self) -> Callable[[uuid.UUID], bytes]:
        """Names people on a list so that only the holder of the closing key can tell who they are."""
        secret = self._secret("names")
        return lambda person: hmac.digest(secret, person.bytes, hashlib.sha256)

    def seed(self) -> bytes:
        """Chance that can be checked until the count, and by nobody after it."""
        return self._secret("seed")

    def encrypt(self, text: bytes) -> bytes:
        """One document for each seal: the key is used once, so that its nonce needs no chance."""
        return AESGCM(self._secret("document")).encrypt(bytes(12), text, None)

    def decrypt(self, text: bytes) -> bytes:
        try:
            return AESGCM(self._secret("document")).decrypt(bytes(12), text, None)
        except InvalidTag as error:
            raise SealBroken("The document does not open.") from error

    def _secret(self, purpose: str) -> bytes:
        return closing_key.read().moved(self.step).use(self.name, purpose)


def seal_of(kind: str, row_id: uuid.UUID, step: int | None) -> Seal:
    """The seal of a row that has been given one."""
    assert step is not None, "nothing was sealed for this"
    return Seal(f"{kind} {row_id.hex}", step)


def new_seal(kind: str, row_id: uuid.UUID, closes_at: datetime) -> Seal:
    """The seal for what closes then. Until this transaction is over the closing key stays where it is."""
    try:
        db.when_ended(closing_key.share())
        step = closing_key.read().step_on(closing_key.day_of(closes_at))
    except (KeyMissing, KeyBusy) as error:
        raise Refused(N_("Nothing can be sealed at the moment. Please try again in a few minutes."), 503) from error
    return seal_of(kind, row_id, step)


def why_lost(seal: Seal, public: bytes | None, closes_at: datetime) -> Lost | None:
    """Why this can never be counted, if so. Where the key's file is away for now KeyMissing is raised: it may come back."""
    if clock.now() >= closes_at + LONGEST_WAIT:
        return Lost.LATE
    try:
        return None if seal.public() == public else Lost.KEY
    except KeyGone:
        return Lost.GONE


def close_envelope(public: bytes, payload: dict[str, Any], length: int) -> bytes:
    """Seal canonical JSON padded to `length` bytes: all envelopes of one vote have one size."""
    text = canonical_json(payload)
    if len(text) > length:
        raise ValueError(f"The payload has {len(text)} bytes, more than {length}.")
    return SealedBox(PublicKey(public)).encrypt(text.ljust(length))


def open_all(
    private: PrivateKey, envelopes: Iterable[bytes], progress: Callable[[int], None] | None = None
) -> list[dict[str, Any]]:
    """Open every envelope, in memory, in order."""
    box, opened = SealedBox(private), []
    for index, envelope in enumerate(envelopes):
        try:
            opened.append(json.loads(box.decrypt(envelope)))
        except (CryptoError, ValueError) as error:
            raise SealBroken(f"Envelope {index} does not open.") from error
        if progress is not None:
            progress(index + 1)
    return opened
