"""Those who serve, in the reader's language."""

from markupsafe import Markup

from app.community.models import AdultsSaid, Household, Post, PostTerm
from app.core import clock
from app.web.formats import as_date, as_day
from app.web.reader import gettext, ngettext
from app.web.shapes import joined


def term_line(name: str | None, held: PostTerm | None) -> Markup | str:
    """Who holds a post, and for how long."""
    if held is None:
        return gettext("vacant")
    until = gettext("until %(day)s", day=as_day(held.until)) if held.until else ""
    return joined(name, gettext("since %(day)s", day=as_day(held.since)), until)


def serves(post: Post, name: str | None, *, named: bool) -> Markup:
    """Who holds a post, for whom, with what duty and when. `named`: names are for those signed in."""
    holder = (name if named else "") if name else gettext("vacant")
    body = post.organisation.name if post.organisation else ""
    return joined(holder, body, post.duty, post.hours)


def adults_known(household: Household) -> str:
    """Whose word the number of adults is, and whether it is old."""
    if household.adults_confirmed_at is None:
        return gettext("An estimate so far. Saving makes it a count.")
    day = as_date(household.adults_confirmed_at)
    if household.adults_are_old(clock.now()):
        return gettext("Said more than a year ago, on %(day)s. Please ask again.", day=day)
    if household.adults_said_by is AdultsSaid.HOUSEHOLD:
        return gettext("The household said so on %(day)s.", day=day)
    if household.adults_said_by is AdultsSaid.SHEET:
        return gettext("From a sheet, on %(day)s.", day=day)
    return gettext("Entered here on %(day)s.", day=day)


def adults_line(household: Household) -> str:
    """In a list: how many, and whether that is known."""
    if household.closed_at is not None:
        return gettext("closed")
    if household.adults_confirmed_at is None:
        return ngettext("about %(num)d adult", "about %(num)d adults", household.adults)
    said = ngettext("%(num)d adult", "%(num)d adults", household.adults)
    return joined(said, gettext("over a year old")) if household.adults_are_old(clock.now()) else said


def adults_said_here(household: Household) -> str:
    """To those who live there."""
    if household.adults_confirmed_at is None:
        return gettext("The register has an estimate so far. You know better.")
    day = as_date(household.adults_confirmed_at)
    if household.adults_are_old(clock.now()):
        return gettext("This is from %(day)s, more than a year ago. Is it still right?", day=day)
    return gettext("Said on %(day)s. You are asked once a year.", day=day)
