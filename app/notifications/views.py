"""The inbox of a member in one community."""

import uuid

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app.access import P
from app.core.registry import registry
from app.notifications import operations
from app.notifications.kinds import KINDS
from app.notifications.models import Notification
from app.web.door import access
from app.web.paging import Page, paged
from app.web.permalinks import permalink_if_any
from tenants import db
from tenants.models import AccountCommunity

bp = Blueprint("notifications", __name__)


@bp.get("/me/inbox")
@access(P.ACCOUNT)
def latest() -> ResponseReturnValue:
    """The inbox of the community joined last; without one, my page."""
    mine = select(AccountCommunity.slug).where(AccountCommunity.account_id == g.visitor.account.id)
    slug = db.session.scalar(mine.order_by(AccountCommunity.since.desc()).limit(1))
    return redirect(url_for(".inbox", slug=slug) if slug else url_for("accounts.me"), 303)


@bp.get("/c/<slug>/inbox")
@access(P.ACCOUNT)
def inbox() -> ResponseReturnValue:
    """What I was told, newest first, in my language."""
    membership = g.visitor.membership
    page = Page([], None)
    if membership is not None:
        mine = select(Notification).where(Notification.membership_id == membership.id)
        page = paged(mine, Notification.id)
        if "from" not in request.args:
            page = Page([*_computed(membership.id), *page.rows], page.next_keys)
    return render_template("notifications/inbox.html", page=page, words=words, link=link)


def _computed(membership_id: uuid.UUID) -> list[Notification]:
    """Lines that are found anew for each look, and stand on top until they are done."""
    found = [task for find in registry.all("tasks") for task in find(membership_id)]
    return [
        Notification(kind=kind, subject_number=number, values={}, created_at=since) for kind, number, since in found
    ]


@bp.post("/c/<slug>/inbox/read")
@access(P.ACCOUNT)
def read() -> ResponseReturnValue:
    """All seen."""
    if g.visitor.membership is not None:
        operations.read_all(g.visitor.membership.id)
        db.commit()
    return redirect(url_for(".inbox"), 303)


def words(line: Notification) -> str:
    known = KINDS.get(line.kind)
    if line.withheld:
        return gettext("Something you were told about was taken down.")
    return gettext(known.words, number=line.subject_number, **line.values) if known else line.kind


def link(line: Notification) -> str | None:
    known = KINDS.get(line.kind)
    return permalink_if_any(known.about, line.subject_number) if known and not line.withheld else None
