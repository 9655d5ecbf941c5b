"""What the features offer the score, by the names that versions call it by (app/core/measure.py)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from app.core.registry import registry


def offered(name: str, now: datetime) -> list[Select[*tuple[Any, ...]]]:
    """The selects of one measure; none where no feature of this release records it."""
    return [measure.rows(now) for measure in registry.all("measures") if measure.name == name]


def is_recorded(name: str) -> bool:
    return any(measure.name == name for measure in registry.all("measures"))


def counted() -> tuple[type, ...]:
    """The classes whose change makes a community's score dirty."""
    return tuple(registry.all("counted"))
