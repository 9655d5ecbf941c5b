"""Where a request or proposal stands, in the resident's words: four of them, who acts next, and by when."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import clock
from app.core.acts import awaited, due_of
from app.core.refusal import N_
from app.proposals.acts import GATHERS, WAITING, expired
from app.proposals.models import Kind, State


class Phase(enum.StrEnum):
    """The four words, and the end."""

    GATHERING = "gathering"
    TALKING = "talking"
    DOING = "doing"
    CONFIRMING = "confirming"
    ENDED = "ended"


PHASES = {
    Phase.GATHERING: N_("Gathering support"),
    Phase.TALKING: N_("Talking and voting"),
    Phase.DOING: N_("Being done"),
    Phase.CONFIRMING: N_("Please confirm"),
    Phase.ENDED: N_("Ended"),
}
REQUEST_PHASES = {Phase.GATHERING: N_("Waiting for an answer")}
PHASES_OF_KIND = {
    Kind.PROPOSAL: (Phase.GATHERING, Phase.TALKING, Phase.DOING, Phase.CONFIRMING),
    Kind.REQUEST: (Phase.GATHERING, Phase.DOING, Phase.CONFIRMING),
}
PHASE_OF_STATE = {
    State.WAITING: Phase.GATHERING, State.OPEN: Phase.GATHERING, State.PASSED_ON: Phase.GATHERING,
    State.ENDORSED: Phase.TALKING, State.DELIBERATING: Phase.TALKING, State.DELIVERING: Phase.DOING,
    State.REOPENED: Phase.DOING, State.DONE_CLAIMED: Phase.CONFIRMING,
}  # fmt: skip
LABELS = {  # states that have words of their own
    State.PASSED_ON: N_("Waiting for the body in charge"),
    State.CONFIRMED: N_("Confirmed by residents"),
    State.CLOSED: N_("Closed"),
    State.DECLINED: N_("Declined, with the reason"),
    State.TRANSFERRED: N_("Taken on by the body in charge"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.REFUSED: N_("Not shown: it breaks a rule"),
}


def phase(item: Any) -> Phase:
    return Phase.ENDED if expired(item) else PHASE_OF_STATE.get(item.state, Phase.ENDED)


def phase_label(item: Any, now: Phase) -> str:
    """The word of the phase it is in now, as an English message."""
    if now is Phase.ENDED and expired(item):
        return N_("Not enough support in 60 days")
    return LABELS.get(item.state) or _word(item, now)


def _word(item: Any, its_phase: Phase) -> str:
    own = REQUEST_PHASES if item.kind is Kind.REQUEST else {}
    return own.get(its_phase, PHASES[its_phase])


@dataclass(frozen=True)
class Next:
    """Who acts next and by when: an English message with %(committee)s and %(day)s, or the households still missing."""

    message: str
    due: datetime | None
    missing: int | None = None

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due <= clock.now()


def next_step(item: Any) -> Next | None:
    """What the table of acts says of the act that is waited for; None where nothing more happens."""
    found = None if expired(item) else awaited(WAITING, item)
    if found is None:
        return None
    missing = max(item.endorsements_needed - item.endorsements, 0) if found.words == GATHERS else None
    return Next(found.words, due_of(found, item), missing)


def timeline(item: Any) -> tuple[list[str], int]:
    """The line of life: its steps as messages, and the place of the present one. What has ended shows the way it took."""
    now = phase(item)
    phases = [step for step in PHASES_OF_KIND[item.kind] if now is Phase.ENDED or not _skipped(item, step, now)]
    if now is Phase.ENDED:
        took = [_word(item, step) for step in phases if _went_through(item, step)]
        return [*took, phase_label(item, now)], len(took) + 1
    here = now if now in phases else Phase.GATHERING
    words = [phase_label(item, now) if step is here else _word(item, step) for step in phases]
    return words, phases.index(here)


def _skipped(item: Any, step: Phase, now: Phase) -> bool:
    """What was promised at once was never talked over."""
    return step is Phase.TALKING and now in (Phase.DOING, Phase.CONFIRMING) and item.deliberation_closes_at is None


def _went_through(item: Any, step: Phase) -> bool:
    """Whether an ended item went through this phase; the last one is its end itself."""
    if step is Phase.TALKING:
        return item.deliberation_closes_at is not None
    return step is Phase.GATHERING or (step is Phase.DOING and item.state in (State.CONFIRMED, State.CLOSED))
