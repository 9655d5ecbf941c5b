"""Which act is open at which stage of an item: the one place for it.

The operations that act, the forms they begin with and the pages that offer them all ask here.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core import clock
from app.core.moderated import TAKEN_DOWN
from app.core.refusal import N_, Refused
from app.proposals.life import expired, may_be_sent_back
from app.proposals.models import Kind, Proposal, State

TOO_LATE = N_("This is not possible at this stage any more. Please look again.")
NEEDS_NO_SUPPORT = N_("A request needs no support: it is answered anyway.")
Condition = tuple[Callable[[Proposal], bool], str]


class Act(enum.StrEnum):
    """What may be done with an item; whether someone may do it at all is the table's (app/access/rules.py)."""

    CHECK = "check"
    RESTORE = "restore"
    ANSWER = "answer"
    SEND_BACK = "send_back"
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw_support"
    TURN = "turn"
    WITHDRAW = "withdraw"
    SCHEDULE = "schedule"
    VOTE = "vote"
    CONSENSUS = "consensus"
    DATE = "date"
    DONE = "done"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Stage:
    """The states in which an act is open, and what must hold besides, each with the sentence said where it does not."""

    states: tuple[State, ...]
    also: tuple[Condition, ...] = field(default=())
    late: str = TOO_LATE
    after_expiry: bool = False


def _talk_over(proposal: Proposal) -> bool:
    return proposal.deliberation_closes_at is not None and proposal.deliberation_closes_at <= clock.now()


def _not_due_yet(proposal: Proposal) -> bool:
    return proposal.delivery_due_at is None or proposal.delivery_due_at > clock.now()


GATHERED = (State.OPEN, State.ENDORSED, State.SCHEDULED, State.DELIBERATING)
STAGES = {
    Act.CHECK: Stage((State.WAITING,)),
    Act.RESTORE: Stage((State.REFUSED,)),
    Act.ANSWER: Stage(
        GATHERED,
        ((lambda it: it.answered_at is None, N_("This has been answered already.")),),
        after_expiry=True,  # late is better than never: endorsement is not the price of an answer
    ),
    Act.SEND_BACK: Stage(
        tuple(State),
        (
            (lambda it: it.answered_at is not None, N_("There is no answer to send back yet.")),
            (may_be_sent_back, TOO_LATE),
        ),
    ),
    Act.SUPPORT: Stage(
        (State.OPEN, State.ENDORSED, State.SCHEDULED), ((lambda it: it.kind is Kind.PROPOSAL, NEEDS_NO_SUPPORT),)
    ),
    Act.WITHDRAW_SUPPORT: Stage((State.OPEN,)),
    Act.TURN: Stage(
        (State.OPEN,),
        (
            (lambda it: it.kind is Kind.REQUEST, N_("This is a proposal already.")),
            (
                lambda it: not it.private,
                N_("A private request cannot become a proposal. Please write a new one."),
            ),
        ),
    ),
    Act.WITHDRAW: Stage((State.OPEN, State.WAITING)),
    Act.SCHEDULE: Stage((State.ENDORSED, State.SCHEDULED)),
    Act.VOTE: Stage(
        (State.DELIBERATING,),
        late=N_("A proposal is put to the vote while it is talked over. Please look at it again."),
    ),
    Act.CONSENSUS: Stage(
        (State.DELIBERATING,),
        (
            (_talk_over, N_("The talk is still open. Please wait until it closes.")),
            (
                lambda it: not it.against,
                N_("An objection still stands, so not all agree. Please talk once more, or put it to the vote."),
            ),
        ),
    ),
    Act.DATE: Stage(
        (State.DECIDED, State.CONSENSUS, State.ANSWERED),
        ((_not_due_yet, N_("The day by which it was due is past. Please get it done, then say so.")),),
    ),
    Act.DONE: Stage((State.DECIDED, State.DELIVERING, State.REOPENED)),
    Act.CONFIRM: Stage((State.DONE_CLAIMED,), late=N_("This has been settled already.")),
}


def why_not(proposal: Proposal, act: Act) -> str | None:
    """The sentence that says why an act is not open now, as an English message; None where it is."""
    if proposal.hidden_at is not None:
        return TAKEN_DOWN
    stage = STAGES[act]
    if proposal.state not in stage.states or (expired(proposal) and not stage.after_expiry):
        return stage.late
    return next((sentence for holds, sentence in stage.also if not holds(proposal)), None)


def require_open_to(proposal: Proposal, act: Act) -> None:
    if said := why_not(proposal, act):
        raise Refused(said)


def open_to(proposal: Proposal, act: str) -> bool:
    """Whether the act is open now."""
    return why_not(proposal, Act(act)) is None
