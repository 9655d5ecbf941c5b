"""What promises are about lies in packages above: each gives here who may be asked whether it is done, and what follows."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from app.commitments.models import Commitment
from app.core.registry import registry


def _nothing(_commitment: Commitment) -> None:
    """Nothing of it follows what becomes of the promise."""


@dataclass(frozen=True)
class Subject:
    """A kind of thing that promises are about; `kind` is its table."""

    kind: str
    panel: Callable[[Commitment], list[uuid.UUID]]  # members the lot may draw, besides whoever asked for it
    follow: Callable[[Commitment], None] = _nothing  # in the same transaction, whenever the promise's state has changed


def subject_of(commitment: Commitment) -> Subject:
    return next(subject for subject in registry.all("promises") if subject.kind == commitment.subject_kind)
