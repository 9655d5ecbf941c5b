"""Sending what waits on one channel: leased, handed to the gateway once, tried again only where it was not taken.

Three short transactions a message: it is leased; it is marked as handed over just before the gateway may have it;
what became of it is written. A worker killed after the second leaves a message that is never sent again: at most
once, even where nobody knows.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, update

from app.core import clock
from app.outbox.channels import Channel, Letter, NotAccepted, Unreachable
from app.outbox.leases import Terms, claim, lost, put_back
from app.outbox.models import JobState, Message
from config import Settings
from tenants import db

TERMS = Terms(
    lease=timedelta(minutes=2), tries=5, first_pause=timedelta(seconds=10), longest_pause=timedelta(minutes=10)
)
KEPT = timedelta(days=2)  # after its end: what was sent is counted for a day, what was not is seen by the operator
UNBROKEN = "\u00a0"  # a space that holds a page's lines together
log = logging.getLogger("gongzhi.messages")
Opened = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Source:
    """A table whose messages wait to be sent.

    `bindings` gives the bindings in which some wait for a channel, each to be opened for writing; `compose` makes
    the words of one, with its binding open, or None where there is nothing to tell any more.
    """

    model: type[Message]
    bindings: Callable[[str], Iterable[Opened]]
    compose: Callable[[Settings, Any], Letter | None]


def send_due(settings: Settings, channel: Channel, source: Source, limit: int = 1000) -> tuple[int, bool]:
    """Send what waits for this channel. How many were sent, and whether its gateway could be reached."""
    sent = tried = 0
    for opened in source.bindings(channel.name):
        before = tried
        while tried < limit and (outcome := _send_next(settings, channel, source, opened)) is not None:
            tried += 1
            sent += outcome.values["state"] is JobState.DONE
            if not outcome.reached:  # the others would wait for it in vain, too
                return sent, False
        if tried > before:
            with opened():
                tidy(source.model)
                db.commit()
    return sent, True


@dataclass(frozen=True)
class Outcome:
    """What becomes of a message after a try, and whether the gateway was there."""

    values: dict[str, Any]
    reached: bool = True


def _send_next(settings: Settings, channel: Channel, source: Source, opened: Opened) -> Outcome | None:
    """Try the next message that is due; None where no more waits here."""
    with opened():
        row = claim(source.model, TERMS, source.model.channel == channel.name)
        db.commit()
    if row is None:
        return None
    outcome = _try(settings, channel, source, row, opened)
    final = {} if outcome.values["state"] is JobState.WAITING else source.model.BLANK
    _write(row, opened, {"leased_until": None, **outcome.values, **final})
    return outcome


def _try(settings: Settings, channel: Channel, source: Source, row: Any, opened: Opened) -> Outcome:
    handed_over: list[bool] = []
    try:
        letter = _letter(settings, source, row, opened)
        if letter is None:
            return Outcome({"state": JobState.FAILED, "error": "nothing to tell any more"})
        channel.send(settings, letter, lambda: handed_over.append(_hand_over(row, opened)))
    except Exception as error:
        log.warning("%s %s not sent (try %s): %s", row.__tablename__, row.id, row.tries, type(error).__name__)
        if handed_over and not isinstance(error, NotAccepted):
            return Outcome({"state": JobState.FAILED, "error": f"no answer: {type(error).__name__}"}, reached=False)
        away = isinstance(error, Unreachable | OSError)
        return Outcome(put_back(row, TERMS, type(error).__name__), reached=not away)
    return Outcome({"state": JobState.DONE, "error": None})


def _letter(settings: Settings, source: Source, row: Any, opened: Opened) -> Letter | None:
    """The words of a message that is still worth something."""
    if row.expires_at <= clock.now() or row.tries > TERMS.tries:
        return None
    with opened():
        letter = source.compose(settings, row)
    if letter is None:
        return None
    return replace(
        letter, key=row.id.hex, text=letter.text.replace(UNBROKEN, " ")
    )  # it would make a text message twice as long


def _hand_over(row: Any, opened: Opened) -> bool:
    """From now on the gateway may have it. Refuses to go on where another worker took the message over."""
    if not _write(row, opened, {"state": JobState.HANDED_OVER}, JobState.RUNNING):
        raise Unreachable("this worker was too slow")
    return True


def _write(row: Any, opened: Opened, values: dict[str, Any], *only: JobState) -> bool:
    """Whether the message was still this try's."""
    model = type(row)
    mine = (model.id == row.id, model.tries == row.tries, model.state.in_(only or [*JobState]))
    with opened():
        written = db.changed(update(model).where(*mine).values(**values))
        db.commit()
        return bool(written)


def tidy(model: type[Message]) -> None:
    """In the present binding: whose worker was lost after handing over is given up; what ended long ago goes.

    The caller commits.
    """
    unknown = {"state": JobState.FAILED, "error": "no answer: worker lost", "leased_until": None, **model.BLANK}
    db.session.execute(update(model).where(lost(model, TERMS, JobState.HANDED_OVER)).values(**unknown))
    ended = or_(model.state == JobState.DONE, model.state == JobState.FAILED)
    db.session.execute(delete(model).where(ended, model.expires_at < clock.now() - KEPT))
