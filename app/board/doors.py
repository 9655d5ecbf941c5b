"""What the board gives to the home with large text."""

from datetime import datetime, timedelta
from typing import Any

from app.access import Visitor
from app.board import queries
from app.core.shared_pages import Door
from app.web.page_links import link
from app.web.reader import gettext, ngettext

NEW = timedelta(days=7)


def notices(_visitor: Visitor, now: datetime, _cards: Any) -> Door:
    new = queries.posted_since(now - NEW, now)
    note = ngettext("%(num)d new this week", "%(num)d new this week", new) if new else gettext("nothing new this week")
    return Door("notice", gettext("See the notices"), link("board.index"), note)
