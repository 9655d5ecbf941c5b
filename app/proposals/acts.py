"""The table of acts: what may be done with a request or proposal, when, and what follows.

Operations act by it, forms begin by it, pages offer by it; where an item stands (life.py) and its history are read
from it. Who may do it stands in the table of permissions.
"""

import enum
from typing import Any

from app.core import clock
from app.core.acts import TOO_LATE, Awaited, Clock, Step, waiting
from app.core.moderated import TAKEN_DOWN
from app.core.refusal import N_, Refused
from app.proposals.models import Event, Kind, Proposal, State

ANSWER_DAYS, CHECK_DAYS, AGENDA_DAYS = 5, 1, 10  # working days
SUPPORT_DAYS = 60
VOICES = 5  # households that must have spoken before all can be said to agree; fewer where fewer are concerned


class Act(enum.StrEnum):
    """What may be done with an item, by people or (marked so) by the product."""

    CHECK = "check"
    TURN_AWAY = "turn_away"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    TURN = "turn"
    ANSWER = "answer"  # one of the next four
    ACCEPT = "accept"
    PROMISE = "promise"
    PASS_ON = "pass_on"  # noqa: S105
    REFUSE = "refuse"
    TAKE_ON = "take_on"  # the body's answer
    NOT_TAKE_ON = "not_take_on"
    SEND_BACK = "send_back"
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw_support"
    QUALIFY = "qualify"  # by the product: enough support
    SCHEDULE = "schedule"
    PASS = "pass"  # noqa: S105  (by the product: a vote)
    FAIL = "fail"  # by the product: a vote
    TAKE_SIDE = "take_side"
    VOTE = "vote"
    CONSENSUS = "consensus"
    SPEAK = "speak"
    FOLLOW = "follow"  # by the product: the state follows what was promised


def expired(item: Any) -> bool:
    """Sixty days without enough support and without an answer that moved it on: computed, never stored."""
    if item.state is not State.OPEN or item.kind is not Kind.PROPOSAL:
        return False
    return item.expires_at is not None and item.expires_at <= clock.now()


def _unanswered(item: Any) -> bool:
    return item.answered_at is None


def _is_proposal(item: Any) -> bool:
    return item.kind is Kind.PROPOSAL


def _talk_open(item: Any) -> bool:
    return item.deliberation_closes_at is not None and item.deliberation_closes_at > clock.now()


def _talk_over(item: Any) -> bool:
    return item.deliberation_closes_at is not None and not _talk_open(item)


def _voting(item: Any) -> bool:
    return item.voting_until is not None and item.voting_until > clock.now()


def _counting(item: Any) -> bool:
    return item.voting_until is not None and not _voting(item)


def _enough_spoke(item: Proposal) -> bool:
    """Where fewer than five households are concerned, the number needed for the agenda is all of them."""
    return item.households_spoke >= min(VOICES, item.endorsements_needed)


def _waits_above(item: Proposal) -> bool:
    return item.waiting_above_since is not None and item.waiting_above_until is None


def vote_is_due(item: Any) -> bool:
    """The talk is over, and no vote about it has begun."""
    return _talk_over(item) and item.voting_until is None


S = State
GATHERED = (S.OPEN, S.ENDORSED, S.DELIBERATING)
PROMISED = (S.DELIVERING, S.DONE_CLAIMED, S.REOPENED)
ENDED = (S.CONFIRMED, S.CLOSED, S.DECLINED, S.TRANSFERRED, S.WITHDRAWN, S.REFUSED)
LIVING = tuple(state for state in State if state not in ENDED)
APPEARS = {"answer_due_at": Clock(ANSWER_DAYS), "expires_at": Clock(SUPPORT_DAYS, working=False)}
UNCHECKED = {  # a text nobody checks is one that nobody answers
    "check_due_at": Clock(CHECK_DAYS), "answer_due_at": Clock(CHECK_DAYS + ANSWER_DAYS),
}  # fmt: skip
ONCE = ((_unanswered, N_("This has been answered already.")),)
FOR_PROPOSALS = ((_is_proposal, N_("A request needs no support: it is answered anyway.")),)
GATHERS = (
    "%(num)d more household and it goes on the agenda, until %(day)s"  # marked where it is said, by number (words.py)
)

STEPS: dict[Act, Step] = {
    Act.CHECK: Step(
        (S.WAITING,), Event.CHECKED, S.OPEN, clocks=APPEARS,
        awaited=(
            Awaited(
                N_("The %(committee)s checks the text by %(day)s and shows it"), "check_due_at",
                lambda it: not it.to_supervision,
            ),
            Awaited(N_("The %(board)s checks the text by %(day)s and shows it"), "check_due_at"),
        ),
    ),
    Act.TURN_AWAY: Step((S.WAITING,), Event.TURNED_AWAY, S.REFUSED),
    Act.RESTORE: Step((S.REFUSED,), Event.RESTORED, S.OPEN, clocks=APPEARS),
    Act.WITHDRAW: Step((S.WAITING, S.OPEN), Event.WITHDRAWN, S.WITHDRAWN),
    Act.TURN: Step(
        (S.OPEN,), Event.TURNED, clocks={"expires_at": Clock(SUPPORT_DAYS, working=False)},
        guards=(
            (lambda it: it.kind is Kind.REQUEST, N_("This is a proposal already.")),
            (lambda it: not it.private, N_("A private request cannot become a proposal. Please write a new one.")),
        ),
    ),
    Act.ANSWER: Step(
        GATHERED, Event.ANSWERED, guards=ONCE,
        awaited=(
            Awaited(
                N_("The %(committee)s answers by %(day)s"), "answer_due_at",
                lambda it: it.state is S.OPEN and _unanswered(it) and it.answer_due_at is not None,
            ),
        ),
    ),
    Act.ACCEPT: Step(GATHERED, guards=ONCE),
    Act.PROMISE: Step(
        (S.OPEN, S.ENDORSED), to=S.DELIVERING, guards=ONCE,
        late=N_("This is being talked over: by when it is done is decided with it. Please answer without a date."),
    ),
    Act.PASS_ON: Step(GATHERED, to={S.OPEN: S.PASSED_ON}, guards=ONCE),
    Act.REFUSE: Step(GATHERED, to={S.OPEN: S.DECLINED}, guards=ONCE),
    Act.TAKE_ON: Step(
        LIVING, Event.TAKEN_ON, {S.PASSED_ON: S.TRANSFERRED},
        guards=((_waits_above, N_("This is not waiting for a body any more.")),),
        awaited=(
            Awaited(
                N_("The body in charge says whether it takes this on"), when=lambda it: it.state is S.PASSED_ON
            ),
        ),
    ),
    Act.NOT_TAKE_ON: Step(
        LIVING, Event.NOT_TAKEN_ON, {S.PASSED_ON: S.OPEN},
        guards=((_waits_above, N_("This is not waiting for a body any more.")),),
    ),
    Act.SEND_BACK: Step(
        (*GATHERED, S.PASSED_ON, S.DELIVERING, S.DECLINED, S.TRANSFERRED), Event.SENT_BACK,
        {S.PASSED_ON: S.OPEN, S.DELIVERING: S.OPEN, S.DECLINED: S.OPEN, S.TRANSFERRED: S.OPEN},
        guards=(
            (lambda it: it.answered_at is not None, N_("There is no answer to send back yet.")),
            (lambda it: it.decided_at is None, TOO_LATE),  # all have decided: it is no longer between the two
        ),
        clocks={"answer_due_at": Clock(ANSWER_DAYS)},
    ),
    Act.SUPPORT: Step(
        (S.OPEN, S.PASSED_ON, S.ENDORSED),
        guards=FOR_PROPOSALS,
        awaited=(Awaited(GATHERS, "expires_at", lambda it: it.state is S.OPEN),),
    ),
    Act.WITHDRAW_SUPPORT: Step((S.OPEN, S.PASSED_ON)),
    Act.QUALIFY: Step(
        (S.OPEN, S.PASSED_ON), Event.ENDORSED, S.ENDORSED, clocks={"schedule_due_at": Clock(AGENDA_DAYS)},
        guards=FOR_PROPOSALS,
    ),
    Act.SCHEDULE: Step(
        (S.ENDORSED,), Event.TALK_OPENED, S.DELIBERATING,
        awaited=(Awaited(N_("The %(committee)s puts it on the agenda by %(day)s"), "schedule_due_at"),),
    ),
    Act.PASS: Step(
        (S.DELIBERATING,), Event.DECIDED, S.DELIVERING,
        awaited=(
            Awaited(N_("Votes are cast until %(day)s"), "voting_until", _voting),
            Awaited(N_("The votes are being counted"), when=_counting),
        ),
    ),
    Act.FAIL: Step((S.DELIBERATING,), Event.DECIDED, S.DECLINED),
    Act.TAKE_SIDE: Step(
        (S.DELIBERATING,),
        guards=(
            (_talk_open, N_("For and against have their place while the talk is open. A comment is always welcome.")),
        ),
        awaited=(Awaited(N_("Everyone can speak until %(day)s"), "deliberation_closes_at", _talk_open),),
        late=N_("For and against have their place while the talk is open. A comment is always welcome."),
    ),
    Act.VOTE: Step(
        (S.DELIBERATING,),
        awaited=(Awaited(N_("The %(committee)s puts it to the vote, or says that all agree")),),
        late=N_("A proposal is put to the vote while it is talked over. Please look at it again."),
    ),
    Act.CONSENSUS: Step(
        (S.DELIBERATING,), Event.AGREED, S.DELIVERING,
        guards=(
            (_talk_over, N_("The talk is still open. Please wait until it closes.")),
            (
                lambda it: not it.against,
                N_("An objection still stands, so not all agree. Please talk once more, or put it to the vote."),
            ),
            (
                _enough_spoke,
                N_("Fewer than five households have spoken, so nobody knows whether all agree. Please put it to the vote."),
            ),
        ),
    ),
    Act.SPEAK: Step(
        LIVING, guards=((lambda it: not it.private, N_("A private request has no talk.")),),
        late=N_("This has ended; the talk is closed."),
    ),
    Act.FOLLOW: Step(
        PROMISED,
        awaited=(
            Awaited(
                N_("The %(committee)s gets it done by %(day)s"), "promised_by_at", lambda it: it.state is S.DELIVERING
            ),
            Awaited(
                N_("The %(committee)s puts it right by %(day)s"), "promised_by_at", lambda it: it.state is S.REOPENED
            ),
            Awaited(
                N_("Residents say by %(day)s whether it is done"), "promised_by_at",
                lambda it: it.state is S.DONE_CLAIMED,
            ),
        ),
    ),
}  # fmt: skip
WAITING = waiting(STEPS)
BY_VOTE = (Act.PASS, Act.FAIL)  # taking a text down is no way to stop a vote, nor to lose what it decides
AFTER_EXPIRY = (Act.ANSWER, Act.ACCEPT, Act.PROMISE, Act.PASS_ON, Act.REFUSE)  # late is better than never


def why_not(item: Any, act: Act) -> str | None:
    """The sentence that says why an act is not open now, as an English message; None where it is."""
    if item.hidden_at is not None and act not in BY_VOTE:
        return TAKEN_DOWN
    if expired(item) and act not in AFTER_EXPIRY:
        return STEPS[act].late
    return STEPS[act].why_not(item)


def require_open_to(item: Any, act: Act) -> None:
    if said := why_not(item, act):
        raise Refused(said)


def open_to(item: Any, act: str) -> bool:
    """Whether the act is open now."""
    return why_not(item, Act(act)) is None
