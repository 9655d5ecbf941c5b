"""The inbox of a member in one community."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app.access import P
from app.accounts.models import Account
from app.core.registry import registry
from app.notifications import leaving, operations
from app.notifications.forms import WaysForm
from app.notifications.kinds import KINDS
from app.notifications.models import Notification
from app.notifications.policy import WORDS
from app.notifications.wording import words
from app.outbox import channels
from app.outbox.channels import Channel
from app.web.csrf import without_token
from app.web.door import access
from app.web.paging import Page, paged
from app.web.paused import goes_on
from app.web.permalinks import permalink_if_any
from tenants import db
from tenants.models import AccountCommunity, Community
from tenants.resolve import writes

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
@goes_on
def read() -> ResponseReturnValue:
    """All seen."""
    if g.visitor.membership is not None:
        operations.read_all(g.visitor.membership.id)
        db.commit()
    return redirect(url_for(".inbox"), 303)


@bp.get("/c/<slug>/inbox/<id:notification_id>")
@access(P.ACCOUNT)
@writes
def line(notification_id: uuid.UUID) -> ResponseReturnValue:
    """One line, from a message: seen, and on to what it is about. Nobody else's is there."""
    told = db.session.get(Notification, (g.community.id, notification_id))
    if told is None or g.visitor.membership is None or told.membership_id != g.visitor.membership.id:
        abort(404)
    operations.read_one(told)
    db.commit()
    return redirect(link(told) or url_for(".inbox"), 303)


@bp.route("/c/<slug>/inbox/ways", methods=["GET", "POST"])
@access(P.ACCOUNT)
@goes_on
def ways() -> ResponseReturnValue:
    """What comes to me by which way, besides the inbox."""
    membership = g.visitor.membership
    if membership is None:
        return redirect(url_for(".inbox"), 303)
    open_ways = _ways_to(g.visitor.account)
    if not open_ways:
        return render_template("notifications/no_ways.html")
    form = WaysForm(ways=open_ways, wishes=operations.wishes(membership.id))
    if form.validate_on_submit():
        operations.choose(membership.id, form.wishes())
        db.commit()
        flash(gettext("Saved."))
        return redirect(url_for(".inbox"), 303)
    return render_template("notifications/ways.html", form=form), form.status


@bp.route("/letters/<token>", methods=["GET", "POST"])
@access(P.ANYWHERE)
@without_token
def leave(token: str) -> ResponseReturnValue:
    """No more letters from a community, as one of them asked: by a tap, or by the mail program of its own accord."""
    reader, ended = leaving.reader_of(token) or abort(404), request.method == "POST"
    community = db.session.get(Community, reader.community_id) or abort(404)
    if ended:
        db.commit()  # one transaction, one place
        with db.as_community(community.id):
            operations.choose(reader.membership_id, {(topic, "email"): False for topic in WORDS})
            db.commit()
    return render_template("notifications/leave.html", sender=community, token=token, ended=ended)


def _ways_to(account: Account) -> Sequence[Channel]:
    """The open channels by which this person can be reached."""
    return [
        channel for name, channel in channels.CHANNELS.items() if name in channels.opened() and getattr(account, name)
    ]


def link(line: Notification) -> str | None:
    known = KINDS.get(line.kind)
    return permalink_if_any(known.about, line.subject_number) if known and not line.withheld else None
