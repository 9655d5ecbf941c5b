"""What the reader of an item may do about it: their own duty first, and once it is done, on to what is due next."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.access import Visitor, can
from app.commitments.acts import Act as Keeping
from app.commitments.acts import open_to as promise_open_to
from app.commitments.models import Commitment, Confirmation
from app.commitments.permissions import P as KEEPING
from app.core import clock
from app.core.refusal import N_
from app.deliberation.permissions import P as SPEAKING
from app.moderation.permissions import P as MODERATING
from app.pages.composing import next_due
from app.proposals.acts import Act, open_to, vote_is_due
from app.proposals.life import Phase, phase
from app.proposals.models import Proposal
from app.proposals.permissions import P
from app.web.page_links import link
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.shapes import Link

OFFICE = {  # in the order of an item's life
    Act.CHECK: (N_("Check the text"), "moderation.check"),
    Act.ANSWER: (N_("Answer"), "proposals.answer"),
    Act.SCHEDULE: (N_("Open the talk"), "proposals.schedule"),
    Act.VOTE: (N_("Put it to the vote"), "polls.new"),
    Act.CONSENSUS: (N_("All agree: promise a date"), "proposals.consensus"),
}
MAY = {Act.CHECK: MODERATING.TEXT_CHECK}  # what speaks of the committee is the supervision board's to check
CLOCKED = (Act.CHECK, Act.ANSWER, Act.SCHEDULE)  # a time runs until the office has done it


@dataclass(frozen=True)
class ItemActs:
    duty: Link | None  # what waits for this reader; it stands in the dock
    office: list[Link]  # what else the office may do
    onward: Link | None  # to what is due next on the reader's desk, where nothing here is
    speak: Link | None

    @property
    def first(self) -> Link | None:
        return self.duty or self.onward or self.speak

    @property
    def others(self) -> list[Link]:
        """What stands on the page and not in the dock."""
        return [*self.office, *([self.speak] if self.speak not in (None, self.first) else [])]


def item_acts(
    item: Proposal, visitor: Visitor, promised: list[Commitment], confirmations: dict[Any, Confirmation]
) -> ItemActs:
    """`confirmations`: what this reader was asked to confirm, by promise."""
    office = _office(item, visitor)
    due = [made for act, made in office.items() if act in CLOCKED or (act is Act.VOTE and vote_is_due(item))]
    duties = [*_about_promises(visitor, promised, confirmations), *due]
    duty = duties[0] if duties else None
    onward = _onward([item, *promised]) if duty is None else None
    return ItemActs(duty, [made for made in office.values() if made != duty], onward, _speak(item, visitor))


def _office(item: Proposal, visitor: Visitor) -> dict[Act, Link]:
    theirs = [act for act in OFFICE if can(visitor, MAY.get(act, P.PROPOSAL_ANSWER), item)]
    own = visitor.membership is not None and item.author_id == visitor.membership.id
    open_ones = [act for act in theirs if open_to(item, act) and not (own and act in (Act.CHECK, Act.ANSWER))]
    return {act: _link(act, item) for act in open_ones}


def _link(act: Act, item: Proposal) -> Link:
    words, endpoint = OFFICE[act]
    named = {"proposal": item.number} if act is Act.VOTE else {"number": item.number}
    return Link(gettext(words), link(endpoint, **named))


def _about_promises(visitor: Visitor, promised: list[Commitment], confirmations: dict[Any, Confirmation]) -> list[Link]:
    """To say whether it is done, to answer who asks for more time, and when the day has come, to say that it is done."""
    found = []
    for promise in promised:
        if (
            promise.id in confirmations
            and confirmations[promise.id].waits(promise)
            and promise_open_to(promise, Keeping.REPLY)
        ):
            found.append(Link(gettext("Look and answer"), link("commitments.confirm", number=promise.number)))
        if can(visitor, KEEPING.COMMITMENT_OWN, promise) and promise_open_to(promise, Keeping.ANSWER_LONGER):
            found.append(Link(gettext("More time is asked for: answer"), permalink("commitment", promise.number)))
        if can(visitor, KEEPING.COMMITMENT_CARRY) and promise_open_to(promise, Keeping.CLAIM) and _is_near(promise):
            found.append(Link(gettext("It is done"), link("commitments.done", number=promise.number)))
    return found


def _is_near(promise: Commitment) -> bool:
    """What was promised for next month waits for nobody today."""
    return promise.due_at <= clock.now() + timedelta(days=1)


def _onward(here: list[Any]) -> Link | None:
    found = next_due(but=here)
    if found is None:
        return None
    return Link(gettext("Next due: No. %(number)s", number=found.number), permalink(found.kind, found.number))


def _speak(item: Proposal, visitor: Visitor) -> Link | None:
    """Words are welcome until the end."""
    if not can(visitor, SPEAKING.STATEMENT_WRITE) or item.private or phase(item) is Phase.ENDED:
        return None
    return Link(gettext("Say what I think"), link("deliberation.new", number=item.number))
