"""Where an item stands and what comes next, in the reader's language."""

from flask_babel import gettext

from app.formats import as_due
from app.proposals import life
from app.proposals.models import Proposal


def life_word(proposal: Proposal) -> str:
    """Where it stands."""
    return gettext(life.said(proposal))


def next_words(proposal: Proposal) -> str:
    """Who acts next and by when; "" where nothing more happens."""
    step = life.next_step(proposal)
    return "" if step is None else gettext(step.message, day=as_due(step.due), count=step.count)
