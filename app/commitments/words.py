"""Where a promise stands and what happened to it, in the reader's language."""

from typing import Any

from app.commitments.acts import WAITING
from app.commitments.models import Commitment, Event, Origin, State
from app.core import clock
from app.core.acts import awaited, due_of
from app.core.refusal import N_
from app.web.formats import as_due
from app.web.reader import gettext
from app.web.terms import term

EVENTS = {
    Event.PROMISED: N_("Date promised"),
    Event.DATED: N_("Date promised"),
    Event.LONGER_ASKED: N_("More time asked for"),
    Event.LONGER_AGREED: N_("More time agreed to"),
    Event.LONGER_REFUSED: N_("The first date stands"),
    Event.HANDED_OVER: N_("Handed over"),
    Event.CLAIMED: N_("Said to be done"),
    Event.CONFIRMED: N_("Confirmed by residents"),
    Event.REOPENED: N_("Not done: reopened"),
    Event.CLOSED: N_("Closed"),
    Event.TAKEN_BACK: N_("Taken back with the answer"),
}
STATES = {
    State.DUE: N_("Promised"),
    State.CLAIMED: N_("Please confirm"),
    State.REOPENED: N_("Not done yet"),
    State.CONFIRMED: N_("Confirmed by residents"),
    State.CLOSED: N_("Closed"),
    State.TAKEN_BACK: N_("Taken back with the answer"),
}
ORIGINS = {
    Origin.ANSWER: N_("promised in the answer"),
    Origin.POLL: N_("decided by vote"),
    Origin.CONSENSUS: N_("all agreed"),
}


def who(promise: Commitment) -> str:
    """Whose hands it is in now: an office or organisation, else the committee as such."""
    return promise.carried_by or promise.promised_by or term("committee")


def promise_words(promise: Commitment) -> str:
    """Who gets it done, or says whether it is, by when; else how it ended."""
    found = awaited(WAITING, promise)
    if found is None:
        return gettext(STATES[promise.state])
    return gettext(found.words, who=who(promise), day=as_due(due_of(found, promise)))


def promise_label(promise: Commitment) -> str | None:
    """What stands above those words: that it is late, or over; None: who acts next."""
    if awaited(WAITING, promise) is None:
        return gettext("Ended")
    return gettext("Overdue") if promise_overdue(promise) else None


def promise_overdue(promise: Commitment) -> bool:
    """Whether what it waits for should have come by now."""
    found = awaited(WAITING, promise)
    due = due_of(found, promise) if found is not None else None
    return due is not None and due <= clock.now()


def history(events: list[Any], words: dict[Any, str]) -> list[tuple[str, str, Any]]:
    """(words, office, time) of each line of a history."""
    return [(gettext(words[line.event]), line.office, line.at) for line in events]
