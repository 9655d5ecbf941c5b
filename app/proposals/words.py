"""Where an item stands and what comes next, in the reader's language."""

from app.proposals import life
from app.proposals.models import Proposal
from app.web.formats import as_due
from app.web.reader import gettext, ngettext
from app.web.terms import term


def phase_words(proposal: Proposal) -> str:
    """Where it stands."""
    return gettext(life.phase_label(proposal))


def next_words(proposal: Proposal) -> str:
    """Who acts next and by when; "" where nothing more happens."""
    step = life.next_step(proposal)
    if step is None:
        return ""
    values = {"day": as_due(step.due), "committee": term("committee")}
    if step.missing is None:
        return gettext(step.message, **values)
    return ngettext(
        "%(num)d more household and it goes on the agenda, until %(day)s",
        "%(num)d more households and it goes on the agenda, until %(day)s", step.missing, **values,
    )  # fmt: skip
