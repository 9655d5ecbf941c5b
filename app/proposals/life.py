"""Where a request or proposal stands, in the resident's words: four of them, who acts next, and by when."""

import enum
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.core.refusal import N_
from app.proposals.models import Kind, Proposal, State

ENDED = (State.CONFIRMED, State.CLOSED, State.DECLINED, State.TRANSFERRED, State.WITHDRAWN, State.REFUSED, State.MERGED)

SETTLED = (State.DONE_CLAIMED, State.CONFIRMED, State.CLOSED, State.WITHDRAWN, State.REOPENED)


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
PHASE_OF_STATE = {
    State.WAITING: Phase.GATHERING, State.OPEN: Phase.GATHERING, State.ENDORSED: Phase.TALKING,
    State.SCHEDULED: Phase.TALKING, State.DELIBERATING: Phase.TALKING, State.DECIDED: Phase.TALKING,
    State.CONSENSUS: Phase.TALKING, State.ANSWERED: Phase.DOING, State.DELIVERING: Phase.DOING,
    State.REOPENED: Phase.DOING, State.DONE_CLAIMED: Phase.CONFIRMING,
}  # fmt: skip
REQUEST_PHASES = {Phase.GATHERING: N_("Waiting for an answer")}
ENDINGS = {
    State.CONFIRMED: N_("Confirmed by residents"), State.CLOSED: N_("Closed"), State.DECLINED: N_("Declined, with the reason"),
    State.TRANSFERRED: N_("Passed on to the body in charge"), State.WITHDRAWN: N_("Withdrawn"),
    State.REFUSED: N_("Not shown: it breaks a rule"), State.MERGED: N_("Joined with another"),
}  # fmt: skip


def expired(proposal: Proposal) -> bool:
    """Sixty days without enough support and without an answer that moved it on: computed, never stored."""
    over = proposal.expires_at is not None and proposal.expires_at <= clock.now()
    return over and proposal.state is State.OPEN and proposal.kind is Kind.PROPOSAL


def phase(proposal: Proposal) -> Phase:
    return Phase.ENDED if expired(proposal) else PHASE_OF_STATE.get(proposal.state, Phase.ENDED)


def phase_label(proposal: Proposal) -> str:
    """The word as an English message."""
    if expired(proposal):
        return N_("Not enough support in 60 days")
    if proposal.state in ENDINGS:
        return ENDINGS[proposal.state]
    if proposal.kind is Kind.REQUEST and phase(proposal) in REQUEST_PHASES:
        return REQUEST_PHASES[phase(proposal)]
    return PHASES[phase(proposal)]


@dataclass(frozen=True)
class Next:
    """Who acts next and by when: an English message with %(committee)s and %(day)s, or the households still missing."""

    message: str = ""
    due: datetime | None = None
    missing: int | None = None

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due <= clock.now()


def may_be_sent_back(proposal: Proposal) -> bool:
    """Whether the answer is still between the author and the committee: not once all have decided, nor once it is done."""
    return proposal.answered_at is not None and proposal.decided_at is None and proposal.state not in SETTLED


def next_step(proposal: Proposal) -> Next | None:
    """None where nothing more happens."""
    if phase(proposal) is Phase.ENDED:
        return None
    if proposal.state in (State.OPEN, State.WAITING):
        return _before_support(proposal)
    if proposal.state is State.DELIBERATING:
        return _while_talking(proposal)
    due = proposal.delivery_due_at
    steps = {
        State.ENDORSED: Next(N_("The %(committee)s puts it on the agenda by %(day)s"), proposal.schedule_due_at),
        State.SCHEDULED: Next(N_("The %(committee)s opens the talk by %(day)s"), proposal.schedule_due_at),
        State.DECIDED: Next(N_("The %(committee)s gets it done by %(day)s, or says when it will be done"), due),
        State.CONSENSUS: Next(N_("The %(committee)s says when it will be done")),
        State.ANSWERED: Next(N_("The %(committee)s says when it will be done")),
        State.DELIVERING: Next(N_("The %(committee)s gets it done by %(day)s"), due),
        State.REOPENED: Next(N_("The %(committee)s puts it right by %(day)s"), due),
        State.DONE_CLAIMED: Next(N_("Residents say by %(day)s whether it is done"), proposal.confirm_by_at),
    }
    return steps.get(proposal.state)


def _while_talking(proposal: Proposal) -> Next:
    now = clock.now()
    if proposal.voting_until is not None:
        voting = proposal.voting_until > now
        return Next(
            N_("Votes are cast until %(day)s") if voting else N_("The votes are being counted"),
            proposal.voting_until if voting else None,
        )
    if proposal.deliberation_closes_at is not None and proposal.deliberation_closes_at > now:
        return Next(N_("Everyone can speak until %(day)s"), proposal.deliberation_closes_at)
    return Next(N_("The %(committee)s puts it to the vote, or says that all agree"))


def _before_support(proposal: Proposal) -> Next:
    if proposal.state is State.WAITING:
        return Next(N_("The %(committee)s checks the text before it is shown"), proposal.answer_due_at)
    if proposal.answered_at is None and proposal.answer_due_at is not None:
        return Next(N_("The %(committee)s answers by %(day)s"), proposal.answer_due_at)
    missing = proposal.endorsements_needed - proposal.endorsements
    return Next(due=proposal.expires_at, missing=max(missing, 0))


PHASES_OF_KIND = {
    Kind.PROPOSAL: (Phase.GATHERING, Phase.TALKING, Phase.DOING, Phase.CONFIRMING),
    Kind.REQUEST: (Phase.GATHERING, Phase.DOING, Phase.CONFIRMING),
}


def timeline(proposal: Proposal) -> tuple[list[str], int]:
    """The line of life: its steps as messages, and the place of the present one (all of them at the end)."""
    steps = [
        REQUEST_PHASES.get(one, PHASES[one]) if proposal.kind is Kind.REQUEST else PHASES[one]
        for one in PHASES_OF_KIND[proposal.kind]
    ]
    now = phase(proposal)
    return steps, len(steps) if now is Phase.ENDED else PHASES_OF_KIND[proposal.kind].index(
        now
    ) if now in PHASES_OF_KIND[proposal.kind] else 1
