"""What follows for a promise where what it is about is taken down, and where that comes back."""

import uuid
from datetime import datetime

from app.commitments.acts import RUNNING
from app.commitments.models import Commitment, State
from app.commitments.operations.delivery import ask_at_deadline
from app.commitments.operations.steps import set_due
from app.commitments.queries import about
from app.community.operations import what_was_left
from app.core import clock
from app.notifications.operations import withhold


def hide_with(subject_id: uuid.UUID) -> None:
    """Nobody is asked to confirm what they cannot read; inboxes keep its name to themselves."""
    for promise in about(subject_id):
        promise.hidden_at = clock.now()
        withhold(Commitment.__tablename__, promise.number)


def show_with(subject_id: uuid.UUID, since: datetime) -> None:
    """It is back, and its clocks run on, which stood still: nobody could say that it is done, nor confirm it."""
    for promise in about(subject_id):
        promise.hidden_at = promise.hidden_final_at = None
        withhold(Commitment.__tablename__, promise.number, back=True)
        _run_on(promise, since)


def _run_on(promise: Commitment, since: datetime) -> None:
    if promise.state in RUNNING:
        set_due(promise, what_was_left(promise.due_at, since, working=False))
    if promise.longer_until_at is not None and promise.longer_answered_at is None:
        promise.longer_until_at = what_was_left(promise.longer_until_at, since, working=False)
    if promise.state is State.CLAIMED and promise.confirm_by_at is not None:
        promise.confirm_by_at = what_was_left(promise.confirm_by_at, since)
        ask_at_deadline(promise)


def leave_for_good_with(subject_id: uuid.UUID) -> None:
    """No appeal can bring it back any more: it leaves the score too."""
    for promise in about(subject_id):
        promise.hidden_final_at = promise.hidden_at and clock.now()


def rename_with(subject_id: uuid.UUID, title: str) -> None:
    """Where only the words of something go and come back."""
    for promise in about(subject_id):
        promise.what = title[:80]
