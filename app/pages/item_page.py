"""The head of an item's page: what it is, where it stands and who acts next."""

from dataclasses import dataclass

from markupsafe import Markup

from app.access import Visitor, can
from app.proposals.acts import Act, open_to
from app.proposals.life import next_step
from app.proposals.models import Kind, Proposal
from app.proposals.permissions import P
from app.proposals.words import next_words, phase_words, scope_words
from app.web.formats import swaps_note
from app.web.reader import gettext
from app.web.shapes import Outcome, joined


@dataclass(frozen=True)
class ItemPage:
    above: Markup
    stands: Outcome  # who acts next and by when; once it has ended, how
    note: str  # what is not settled yet of the days it is counted in
    ended: bool
    gathers: bool  # support
    asks_to_join: bool  # its author, who does not belong here yet


def page_of(item: Proposal, visitor: Visitor) -> ItemPage:
    """The head of the item's page as this reader gets it."""
    kind = gettext("Proposal") if item.kind is Kind.PROPOSAL else gettext("Request")
    above = joined(gettext("No. %(number)s", number=item.number), kind, item.place, scope_words(item))
    ended = next_step(item) is None
    return ItemPage(
        above, _stands(item), "" if ended or item.answered_at is not None else swaps_note(item.answer_due_at), ended,
        gathers=open_to(item, Act.SUPPORT), asks_to_join=not visitor.is_member and can(visitor, P.PROPOSAL_OWN, item),
    )  # fmt: skip


def _stands(item: Proposal) -> Outcome:
    step = next_step(item)
    if step is None:
        return Outcome(phase_words(item), gettext("Ended"))
    return Outcome(next_words(item), gettext("Overdue"), "bad") if step.overdue else Outcome(next_words(item))
