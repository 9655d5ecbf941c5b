"""What people did in office, in an order that cannot be rewritten unseen."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, indexed, new_id, top_of_community, unique
from tenants.owned import CommunityOwned


class RegionEntry(Base):
    """One act of an office above: appointed, opened, closed. `hash` covers the entry and the hash before it."""

    __tablename__ = "region_entry"
    __table_args__ = (UniqueConstraint("region_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID]  # no key: docs/scaling.md, rule 9
    number: Mapped[int]
    account_id: Mapped[uuid.UUID]
    office: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEntry(CommunityOwned, Base):
    """One act in office. `hash` covers the entry and the hash before it (SHA-256 over canonical JSON)."""

    __tablename__ = "audit_entry"
    __table_args__ = (*top_of_community(), *unique("number"), *indexed("subject_id"))
    append_only = True

    number: Mapped[int]
    membership_id: Mapped[uuid.UUID | None]  # by id only: the entry outlives the membership
    office: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[uuid.UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
