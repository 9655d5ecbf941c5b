"""Those who serve, in the reader's language."""

from markupsafe import Markup

from app.community.models import Post, PostTerm
from app.web.formats import as_day
from app.web.reader import gettext
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
