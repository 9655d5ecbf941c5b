"""Those who serve, in the reader's language."""

from markupsafe import Markup

from app.community.models import Post
from app.web.formats import as_phones
from app.web.reader import gettext
from app.web.shapes import joined


def serves(post: Post, name: str | None, *, named: bool) -> Markup:
    """Who holds a post, for whom, when, and by which telephone. `named`: names are for those signed in."""
    holder = (name if named else "") if name else gettext("vacant")
    body = post.organisation.name if post.organisation else ""
    return joined(holder, body, post.duty, post.hours, as_phones(post.contact) if post.contact else "")
