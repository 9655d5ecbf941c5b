"""The community's own published quarters and the evidence of the running one."""

from typing import Any

from sqlalchemy import select

from app.score.models import ScoreEvidence, ScoreSnapshot
from tenants import db


def published(quarters: int = 8) -> list[ScoreSnapshot]:
    """Newest first; of a corrected quarter only the newest turn."""
    query = select(ScoreSnapshot).order_by(ScoreSnapshot.period.desc(), ScoreSnapshot.turn.desc()).limit(quarters * 2)
    newest: dict[str, ScoreSnapshot] = {}
    for snapshot in db.session.scalars(query):
        newest.setdefault(snapshot.period, snapshot)
    return list(newest.values())[:quarters]


def evidence_of(period: str) -> dict[str, Any] | None:
    return db.session.scalar(select(ScoreEvidence.evidence).where(ScoreEvidence.period == period))
