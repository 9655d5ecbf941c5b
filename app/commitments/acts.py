"""The table of acts: what may be done with a promise, when, and what follows (as app/proposals/acts.py for items)."""

import enum

from app.commitments.models import Commitment, Event, Origin, State
from app.core import clock
from app.core.acts import Awaited, Clock, Step, waiting
from app.core.moderated import TAKEN_DOWN
from app.core.refusal import N_, Refused

CONFIRM_DAYS, REPAIR_DAYS = 10, 10  # working days
REPLIES = 5  # of those asked, at least, that say of a common matter whether it is done


class Act(enum.StrEnum):
    """What may be done with a promise, by people or (marked so) by the product."""

    NAME_DATE = "name_date"
    ASK_LONGER = "ask_longer"
    ANSWER_LONGER = "answer_longer"
    EXTEND = "extend"  # by the product: those who decided it have decided a later day
    HAND_OVER = "hand_over"
    CLAIM = "claim"
    REPLY = "reply"
    CONFIRM = "confirm"  # by the product: what those asked replied
    REOPEN = "reopen"  # by the product
    CLOSE = "close"  # by the product
    TAKE_BACK = "take_back"


def _ahead(promise: Commitment) -> bool:
    return promise.due_at > clock.now()


def _asked_and_not_answered(promise: Commitment) -> bool:
    return promise.longer_asked_at is not None and promise.longer_answered_at is None


S = State
RUNNING = (S.DUE, S.REOPENED)  # to be done
ENDED = (S.CONFIRMED, S.CLOSED, S.TAKEN_BACK)
LIVING = tuple(state for state in S if state not in ENDED)
PAST = N_("The day by which it was due is past. Please get it done, then say so.")

STEPS: dict[Act, Step] = {
    Act.NAME_DATE: Step(
        (S.DUE,), Event.DATED, guards=(
            (lambda it: not it.dated, N_("The day was promised already.")),
            (_ahead, PAST),
        ),
    ),
    Act.ASK_LONGER: Step(
        (S.DUE,), Event.LONGER_ASKED,
        guards=(
            (
                lambda it: it.origin is Origin.ANSWER,
                N_("The day was decided by all. Only another decision of all could change it."),
            ),
            (lambda it: it.longer_asked_at is None, N_("More time can be asked for once only.")),
            (_ahead, PAST),
        ),
    ),
    Act.ANSWER_LONGER: Step((S.DUE,), guards=(
        (_asked_and_not_answered, N_("Nobody is asking for more time now.")),
    )),
    Act.EXTEND: Step(
        (S.DUE,), Event.LONGER_AGREED,
        guards=(
            (
                lambda it: it.origin is not Origin.ANSWER,
                N_("This was promised in an answer: whoever asked for it agrees to a later day."),
            ),
            (lambda it: it.extended_at is None, N_("More time can be asked for once only.")),
            (_ahead, PAST),
        ),
    ),
    Act.HAND_OVER: Step(RUNNING, Event.HANDED_OVER),
    Act.CLAIM: Step(
        RUNNING, Event.CLAIMED, S.CLAIMED, clocks={"confirm_by_at": Clock(CONFIRM_DAYS)},
        awaited=(
            Awaited(N_("%(who)s gets it done by %(day)s"), "due_at", lambda it: it.state is S.DUE),
            Awaited(N_("%(who)s puts it right by %(day)s"), "due_at", lambda it: it.state is S.REOPENED),
        ),
    ),
    Act.REPLY: Step(
        (S.CLAIMED,), late=N_("This has been settled already."),
        awaited=(Awaited(N_("Residents say by %(day)s whether it is done"), "confirm_by_at"),),
    ),
    Act.CONFIRM: Step((S.CLAIMED,), Event.CONFIRMED, S.CONFIRMED),
    Act.REOPEN: Step(
        (S.CLAIMED,), Event.REOPENED, S.REOPENED, clocks={"due_at": Clock(REPAIR_DAYS)},
        guards=((lambda it: it.reopened_at is None, N_("It was reopened once already.")),),
    ),
    Act.CLOSE: Step((S.CLAIMED,), Event.CLOSED, S.CLOSED),
    Act.TAKE_BACK: Step((S.DUE,), Event.TAKEN_BACK, S.TAKEN_BACK),
}  # fmt: skip
WAITING = waiting(STEPS)


def why_not(promise: Commitment, act: Act) -> str | None:
    """The sentence that says why an act is not open now, as an English message; None where it is."""
    return TAKEN_DOWN if promise.hidden_at is not None else STEPS[act].why_not(promise)


def require_open_to(promise: Commitment, act: Act) -> None:
    if said := why_not(promise, act):
        raise Refused(said)


def open_to(promise: Commitment, act: str) -> bool:
    """Whether the act is open now."""
    return why_not(promise, Act(act)) is None
