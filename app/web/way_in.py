"""The way of whoever may not do something yet: to sign in and come back, to say where they live, or to wait."""

from app.access import Visitor
from app.web.formats import as_due
from app.web.permalinks import permalink
from app.web.reader import gettext
from app.web.shapes import Link


def way_in(visitor: Visitor, *, signing_in: str, joining: str, back: str, wish: str) -> Link:
    """`signing_in`, `joining`: what the link says; `wish`: the name of the permission it is about."""
    if not visitor.is_signed_in:
        return Link(signing_in, permalink("sign_in", next=back, wish=wish))
    if visitor.is_waiting:
        day = as_due(visitor.membership.verify_due_at)
        return Link(gettext("You are waiting to be verified, by %(day)s", day=day), permalink("join"))
    return Link(joining, permalink("join"))
