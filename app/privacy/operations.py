"""Agreeing and taking it back. Nothing here commits."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core import clock
from app.privacy.models import Consent
from tenants import db

NOTICE, SENSITIVE = "notice", "sensitive"


@dataclass(frozen=True)
class Shown:
    """What was on the page when somebody agreed."""

    version: str
    seal: str
    locale: str


def agree(account_id: uuid.UUID, shown: Shown, at: datetime, kind: str = NOTICE) -> None:
    """Kept once for each text: agreeing to the same again changes nothing."""
    same = Consent.account_id == account_id, Consent.kind == kind, Consent.seal == shown.seal
    if db.session.scalar(select(Consent.id).where(*same, Consent.withdrawn_at.is_(None)).limit(1)) is None:
        values = {"version": shown.version, "seal": shown.seal, "locale": shown.locale}
        db.session.add(Consent(account_id=account_id, kind=kind, agreed_at=at, **values))


def consents_of(account_id: uuid.UUID) -> list[Consent]:
    """The newest first."""
    query = select(Consent).where(Consent.account_id == account_id)
    return list(db.session.scalars(query.order_by(Consent.agreed_at.desc(), Consent.id).limit(50)))


def withdraw_all(account_id: uuid.UUID) -> None:
    """What was done before stays valid."""
    for consent in consents_of(account_id):
        consent.withdrawn_at = consent.withdrawn_at or clock.now()
