"""Where an item stands and what comes next, in the reader's language."""

from flask_babel import gettext, ngettext

from app.formats import as_due
from app.profiles import term
from app.proposals import life
from app.proposals.models import Proposal


def life_word(proposal: Proposal) -> str:
    """Where it stands."""
    return gettext(life.said(proposal))


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
