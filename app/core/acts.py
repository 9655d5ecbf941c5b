"""The shape of a table of acts: what may be done with a living thing, when, and what follows.

Each living thing keeps its one table in its `acts.py`. Operations act by it, pages and forms offer by it, and what
comes next is read from it. *Who* may do it is another table (app/access).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.core.refusal import N_

TOO_LATE = N_("This is not possible at this stage any more. Please look again.")
Guard = tuple[Callable[[Any], bool], str]  # what must hold of the row, and the sentence said where it does not


@dataclass(frozen=True)
class Clock:
    """A time by which something is due, counted from the act: in days, or in working days of the place."""

    days: int
    working: bool = True


@dataclass(frozen=True)
class Awaited:
    """Said while an act is waited for: who acts next, as an English message with %(committee)s and %(day)s.

    `due` names the column of the time by which it is due; `when` says of which rows it is true, by their columns alone.
    """

    words: str
    due: str | None = None
    when: Callable[[Any], bool] = lambda _row: True


@dataclass(frozen=True)
class Step:
    """Where an act starts from, what must hold besides, what it leads to, and what is said while it is waited for."""

    start: tuple[StrEnum, ...]
    event: Any = None  # the line it leaves in the history; None: another act tells it
    to: StrEnum | Mapping[Any, StrEnum] | None = None  # by the state it starts from where that matters; None: it stays
    guards: tuple[Guard, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)  # columns it sets
    awaited: tuple[Awaited, ...] = ()
    late: str = TOO_LATE

    def leads_to(self, state: Any) -> Any:
        """The state after the act."""
        if isinstance(self.to, Mapping):
            return self.to.get(state, state)
        return self.to or state

    def why_not(self, row: Any) -> str | None:
        """The sentence that says why it is not open now, as an English message; None where it is."""
        if row.state not in self.start:
            return self.late
        return next((sentence for holds, sentence in self.guards if not holds(row)), None)


Waiting = Mapping[Any, tuple[Awaited, ...]]


def waiting(steps: Mapping[Any, Step]) -> Waiting:
    """By state: what is said while one of the acts that it starts is waited for, in the order of the table."""
    by_state: dict[Any, tuple[Awaited, ...]] = {}
    for step in steps.values():
        for state in step.start:
            by_state[state] = by_state.get(state, ()) + step.awaited
    return by_state


def awaited(waiting: Waiting, row: Any) -> Awaited | None:
    """What a row waits for: the first that holds of it. None where nothing more happens."""
    return next((candidate for candidate in waiting.get(row.state, ()) if candidate.when(row)), None)


def due_of(awaited: Awaited, row: Any) -> datetime | None:
    return getattr(row, awaited.due) if awaited.due else None
