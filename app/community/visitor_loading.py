"""Builds the Visitor once, when a community or a region is bound (app/access/ knows what it may do)."""

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.access import CommunityVisitor, Visitor
from app.accounts.models import Account
from app.accounts.queries import terms_of_office
from app.community.models import Membership, Post, PostTerm
from app.core import clock
from app.notifications.models import Notification
from tenants import db
from tenants.models import Community, Region


def init_app(app: Flask) -> None:
    app.before_request(_arrive)


def _arrive() -> None:
    signed_in = current_user.is_authenticated if _may_be_signed_in() else False
    account = current_user.account if signed_in else None
    login = current_user.login if signed_in else None
    if g.get("community") is not None:
        g.visitor = in_community(account, g.community, login)
    elif g.get("region") is not None:
        g.visitor = in_region(account, g.region, login)
    else:
        g.visitor = Visitor(account=account, login=login)


def _may_be_signed_in() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint != "static" and not getattr(view, "asks_nobody", False)


_unread = select(func.count()).select_from(Notification).where(Notification.read_at.is_(None))
_running = and_(
    PostTerm.since <= bindparam("today"), or_(PostTerm.until.is_(None), PostTerm.until >= bindparam("today"))
)
_WHO = (  # built once: every signed-in request asks it
    select(Membership, Post, _unread.where(Notification.membership_id == Membership.id).scalar_subquery())
    .outerjoin(PostTerm, and_(PostTerm.membership_id == Membership.id, _running))
    .outerjoin(Post, Post.id == PostTerm.post_id)
    .where(Membership.account_id == bindparam("account_id"))
    .options(joinedload(Post.organisation))
    .order_by(Post.position)
)


def in_community(account: Account | None, community: Community, login: object = None) -> Visitor:
    """The account's membership and the posts it holds today, in one statement.

    The demo's invented people, whom anyone may be by a tap, are nobody outside of its communities.
    """
    if account is None or (account.is_demo and not community.is_demo):
        return Visitor(community=community)
    today = clock.local(clock.now(), community.zone).date()
    rows = db.session.execute(_WHO, {"account_id": account.id, "today": today}).all()
    if not rows:
        return Visitor(account, community=community, login=login)
    membership, _, unread = rows[0]
    posts = tuple(post for _, post, _ in rows if post is not None)
    return CommunityVisitor(
        account=account, membership=membership, posts=posts, community=community, login=login, unread=unread
    )


def in_region(account: Account | None, region: Region, login: object = None) -> Visitor:
    """The account's offices in this region or in one above it."""
    if account is None:
        return Visitor(region=region)
    offices = tuple(office for office, at in terms_of_office(account.id) if region.path.startswith(at.path))
    return Visitor(account=account, region_offices=offices, region=region, login=login)
