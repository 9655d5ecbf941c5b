"""Writing and verifying the record of acts in office."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access import Visitor
from app.audit.models import AuditEntry
from app.core import clock
from app.core.canonical_json import canonical_json
from tenants import db
from tenants.numbers import next_number

BEGINNING = bytes(32)
WORDS: dict[str, str] = {}  # what an act is called; each feature names its own with `act`


def act(code: str, words: str) -> str:
    """Name an act in office: `ANSWERED = act("proposal.answer", N_("Answered an item"))`."""
    WORDS[code] = words
    return code


def record(visitor: Visitor, act: str, subject: Any, **details: Any) -> AuditEntry:
    """Append an act in office to the community's chain, in the transaction of the act itself.

    `act` is a short code such as "proposal.answer"; `subject` the row it concerns; `details` JSON values
    without personal fields. Of two officials at once the second waits for the first at the counter, and then
    reads the first's entry as its last; so an operation takes every other number before it records.
    """
    number = next_number("audit_entry")
    entry = AuditEntry(
        number=number,
        membership_id=visitor.membership.id if visitor.membership else None,
        office=visitor.office[:40],
        act=act,
        subject_kind=subject.__tablename__,
        subject_id=getattr(subject, "id", None),
        details=details | ({"number": subject.number} if getattr(subject, "number", None) else {}),
        at=clock.now().replace(microsecond=0),
        previous_hash=_hash_of(number - 1),
        hash=b"",
    )
    entry.hash = digest(entry)
    db.session.add(entry)
    db.session.flush()  # the next entry of this transaction reads this one as its last
    return entry


def _hash_of(number: int) -> bytes:
    return db.session.scalar(select(AuditEntry.hash).where(AuditEntry.number == number)) or BEGINNING


def digest(entry: AuditEntry) -> bytes:
    """SHA-256 over the canonical JSON of the entry and the hash before it."""
    whole = {
        "number": entry.number,
        "by": entry.membership_id and entry.membership_id.hex,
        "office": entry.office,
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_id and entry.subject_id.hex],
        "details": entry.details,
        "at": _seconds(entry.at),
        "previous": entry.previous_hash.hex(),
    }
    return hashlib.sha256(canonical_json(whole)).digest()


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def first_break() -> int | None:
    """The number of the first entry that does not follow from the one before; None where the chain holds."""
    previous, expected = BEGINNING, 1
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)):
        if entry.number != expected or entry.previous_hash != previous or entry.hash != digest(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
