"""The record of what offices above do: a chain a region, as each community has its own (operations.py)."""

import hashlib
from typing import Any

from sqlalchemy import select

from app.access import Visitor
from app.audit.models import RegionEntry
from app.audit.operations import BEGINNING
from app.core import clock
from app.core.canonical_json import canonical_json
from tenants import db
from tenants.models import Region


def record_above(visitor: Visitor, region: Region, act: str, **details: Any) -> RegionEntry:
    """Append an act to the region's chain, in the transaction of the act itself; `details` hold no personal fields.

    Those who act in one region take turns over its row.
    """
    db.session.execute(select(Region.id).where(Region.id == region.id).with_for_update())
    last = select(RegionEntry).where(RegionEntry.region_id == region.id).order_by(RegionEntry.number.desc()).limit(1)
    before = db.session.scalar(last)
    entry = RegionEntry(
        region_id=region.id, number=before.number + 1 if before else 1, account_id=visitor.account.id,
        office=visitor.office[:80], act=act, details=details, at=clock.now().replace(microsecond=0),
        previous_hash=before.hash if before else BEGINNING, hash=b"",
    )  # fmt: skip
    entry.hash = _digest(entry)
    db.session.add(entry)
    db.session.flush()  # the next entry of this transaction reads this one as its last
    return entry


def _digest(entry: RegionEntry) -> bytes:
    """SHA-256 over the canonical JSON of the entry and the hash before it."""
    whole = {
        "region": entry.region_id.hex, "number": entry.number, "by": entry.account_id.hex, "office": entry.office,
        "act": entry.act, "details": entry.details, "at": int(entry.at.timestamp()), "previous": entry.previous_hash.hex(),
    }  # fmt: skip
    return hashlib.sha256(canonical_json(whole)).digest()


def first_break(region: Region) -> int | None:
    """The number of the first entry that does not follow from the one before; None where the chain holds."""
    previous, expected = BEGINNING, 1
    query = select(RegionEntry).where(RegionEntry.region_id == region.id).order_by(RegionEntry.number)
    for entry in db.session.scalars(query):
        if entry.number != expected or entry.previous_hash != previous or entry.hash != _digest(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
