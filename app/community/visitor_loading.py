"""Builds the Visitor once, when a community or a region is bound (app/access/ knows what it may do)."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import CommunityVisitor, Visitor
from app.accounts.login import SignedIn, holds, key_of, manager
from app.accounts.models import Account, LoginSession
from app.accounts.queries import with_offices
from app.community.models import Household, Membership, Post, PostTerm
from app.core import clock
from app.notifications.models import Notification
from tenants import db
from tenants.models import Community, Region


def init_app(app: Flask) -> None:
    manager.user_loader(_load)
    app.before_request(_arrive)


def _arrive() -> None:
    who = current_user if _may_be_signed_in() and current_user.is_authenticated else None
    if who is None:
        g.visitor = Visitor(community=g.get("community"), region=g.get("region"))
    elif g.get("community") is not None:
        g.visitor = in_community(who.account, g.community, who.login)
    elif g.get("region") is not None:
        g.visitor = _in_region(who, g.region)
    else:
        g.visitor = Visitor(account=who.account, login=who.login)


def _may_be_signed_in() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint != "static" and not getattr(view, "asks_nobody", False)


def _load(login_id: str) -> SignedIn | None:
    """The login that a cookie names; where a region is bound, in the same statement its account's offices."""
    key = key_of(login_id)
    if key is None:
        return None
    rows: Sequence[Any]
    if g.get("region") is not None:
        rows = db.session.execute(_IN_REGION, {"key": key, "now": clock.now()}).all()
    else:
        rows = db.session.execute(_ANYWHERE, {"key": key}).all()
    return SignedIn(rows[0][0], [row[1:] for row in rows]) if rows and holds(rows[0][0]) else None


_unread = select(func.count()).select_from(Notification).where(Notification.read_at.is_(None))
_running = and_(
    PostTerm.since <= bindparam("today"), or_(PostTerm.until.is_(None), PostTerm.until >= bindparam("today"))
)


# Built once: every signed-in request asks the one for where it is.
_ANYWHERE = select(LoginSession).where(LoginSession.id == bindparam("key")).options(joinedload(LoginSession.account))
_IN_REGION = with_offices(_ANYWHERE)
_SAID = Household.adults, Household.adults_confirmed_at  # asked about on the home; its room is read by nobody here
_MEMBER = (  # a statement of its own: logins stay on a cluster's coordinator, and are joined with nothing that is spread
    select(Membership, Post, _unread.where(Notification.membership_id == Membership.id).scalar_subquery())
    .outerjoin(PostTerm, and_(PostTerm.membership_id == Membership.id, _running))
    .outerjoin(Post, Post.id == PostTerm.post_id)
    .where(Membership.account_id == bindparam("account_id"))
    .options(joinedload(Post.organisation), joinedload(Membership.household).load_only(*_SAID))
    .order_by(Post.position)
)


def in_community(account: Account, community: Community, login: object = None) -> Visitor:
    """The account's membership, the posts it holds today and how much it has not read, in one statement.

    The demo's invented people, whom anyone may be by a tap, are nobody outside of its communities.
    """
    if account.is_demo and not community.is_demo:
        return Visitor(community=community)
    today = clock.local(clock.now(), community.zone).date()
    rows = db.session.execute(_MEMBER, {"account_id": account.id, "today": today}).all()
    if not rows:
        return Visitor(account, community=community, login=login)
    membership, _, unread = rows[0]
    posts = tuple(post for _, post, _ in rows if post is not None)
    return CommunityVisitor(
        account=account, membership=membership, posts=posts, community=community, login=login, unread=unread
    )


def _in_region(who: SignedIn, region: Region) -> Visitor:
    """The account's offices in this region or in one above it, of those it has now: (office, its region)."""
    offices = tuple(office for office, at in who.here if at is not None and region.path.startswith(at.path))
    return Visitor(account=who.account, region_offices=offices, region=region, login=who.login)
