"""Marks a community's score as dirty: one inserted row a transaction that touched something counted."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.score.measures import counted
from app.score.models import ScoreDirty
from tenants import db
from tenants.guard import BoundSession


def init_app(_app: object) -> None:
    for name, listener in (("before_flush", _flushed), ("after_transaction_end", _ended)):
        if not event.contains(BoundSession, name, listener):
            event.listen(BoundSession, name, listener)
    db.before_changes(_changed)


def _flushed(session: Session, _context: object, _instances: object) -> None:
    kinds = counted()
    if any(isinstance(row, kinds) for row in [*session.new, *session.dirty, *session.deleted]):
        _mark(session)


def _changed(session: Session, model: type | None) -> None:
    """Bulk statements pass by the flush."""
    if model is not None and issubclass(model, counted()):
        _mark(session)


def _mark(session: Session) -> None:
    binding: Any = session.info.get("binding")
    if binding is not None and binding.community_id is not None and not session.info.get("dirty"):
        session.info["dirty"] = True
        session.add(ScoreDirty(community_id=binding.community_id))


def _ended(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info.pop("dirty", None)
