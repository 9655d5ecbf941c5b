"""What every step of a promise shares: whether it may be taken now, its clocks, its line in the history, who follows."""

from datetime import datetime, timedelta
from typing import Any

from app.access import CommunityVisitor
from app.commitments.acts import ENDED, STEPS, Act, require_open_to
from app.commitments.models import Commitment, CommitmentEvent, Event
from app.commitments.subjects import subject_of
from app.community.operations import clock_of, here
from app.core import clock
from app.core.refusal import N_, Refused
from tenants import db
from tenants.locks import lock_row

LONGEST = timedelta(days=730)  # no promise lies further ahead: what may be done some day is promised to nobody


def require_ahead(due: datetime, field: str = "day") -> None:
    """Refused (422, beside `field`) for a day that is over or more than two years away."""
    if due <= clock.now():
        raise Refused(N_("The date is past. Please give one that lies ahead."), status=422, field=field)
    if due > clock.now() + LONGEST:
        raise Refused(N_("Please give a date within the next two years."), status=422, field=field)


def take(promise: Commitment, act: Act, visitor: CommunityVisitor | None, **values: Any) -> None:
    """Take the act, as the table says. Two at once are taken one after the other; promises before what they are about."""
    lock_row(promise)
    require_open_to(promise, act)
    step = STEPS[act]
    before, promise.state = promise.state, step.leads_to(promise.state)
    for column, limit in step.clocks.items():
        setattr(promise, column, clock_of(limit))
    if promise.state in ENDED:
        promise.ended_at = clock.now()
    if step.event is not None:
        append_event(promise, step.event, visitor, **values)
    if promise.state is not before:
        follow(promise)


def append_event(promise: Commitment, event: Event, visitor: CommunityVisitor | None, **values: Any) -> None:
    """Append a step to the history: office, never a name."""
    office = visitor.office if visitor is not None else ""
    db.session.add(
        CommitmentEvent(commitment_id=promise.id, event=event, office=office[:60], values=values, at=clock.now())
    )


def follow(promise: Commitment) -> None:
    """What it is about has its state from what was promised about it."""
    db.session.flush()  # it is read together with the others about the same
    subject_of(promise).follow(promise)


def set_due(promise: Commitment, due: datetime) -> None:
    """The day by which it is to be done; the quarter it falls in decides where it is counted."""
    promise.due_at = due
    promise.quarter = clock.quarter(due - timedelta(seconds=1), here().zone)
