"""What the register asks on today's page: once a year, whether the number of adults of one's household is still right."""

from datetime import datetime

from app.access import Visitor
from app.community.models import ADULTS_HOLD
from app.core.shared_pages import Card
from app.web.formats import as_date
from app.web.permalinks import permalink
from app.web.reader import gettext, ngettext


def still_right(visitor: Visitor, now: datetime) -> list[Card]:
    """Asked of every verified adult of the household, until one of them says so."""
    member = visitor.membership
    if not visitor.is_resident or not member.adult:
        return []
    household = member.household
    since = household.adults_confirmed_at or member.verified_at
    if since is None or now - since <= ADULTS_HOLD:
        return []
    title = ngettext(
        "Does %(num)d adult live behind your door?", "Do %(num)d adults live behind your door?", household.adults
    )
    said_at = household.adults_confirmed_at
    last = gettext("last said on %(day)s", day=as_date(said_at)) if said_at else None
    return [Card(title, gettext("Say whether that is right"), permalink("join"), (last,), small=True)]
