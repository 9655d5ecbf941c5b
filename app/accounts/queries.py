"""Where an account belongs, and the browsers it is signed in with."""

import uuid
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from app.accounts.models import LoginSession
from app.core import clock
from tenants import db
from tenants.models import AccountCommunity, Community, Region, RegionOffice


def homes_of(account_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """The communities an account belongs to; a closed one has no page to lead to."""
    query = select(Community.id, Community.slug, Community.name, Community.closed_at)
    here = AccountCommunity.community_id == Community.id
    return query.join(AccountCommunity, here).where(AccountCommunity.account_id == account_id)


_running = (
    RegionOffice.since <= bindparam("now"),
    or_(RegionOffice.until.is_(None), RegionOffice.until > bindparam("now")),
)


def with_offices(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Beside a login the offices its account has now, a row each, with the region of each."""
    return (
        query.add_columns(RegionOffice, Region)
        .outerjoin(RegionOffice, and_(RegionOffice.account_id == LoginSession.account_id, *_running))
        .outerjoin(Region, Region.id == RegionOffice.region_id)
    )


def offices_of(account_id: uuid.UUID) -> list[Any]:
    """The regions an account serves now."""
    query = select(Region.code, Region.name).join(RegionOffice, RegionOffice.region_id == Region.id)
    query = query.where(RegionOffice.account_id == account_id, *_running).distinct().order_by(Region.code).limit(20)
    return db.rows(query, {"now": clock.now()})


def places_of(account_id: uuid.UUID) -> dict[str, Any]:
    """The first communities and regions an account belongs to."""
    return {
        "communities": db.session.execute(homes_of(account_id).order_by(Community.id).limit(20)).all(),
        "regions": offices_of(account_id),
    }


def communities_of(account_id: uuid.UUID) -> list[uuid.UUID]:
    """Every community the account belongs to."""
    query = select(AccountCommunity.community_id).where(AccountCommunity.account_id == account_id)
    return list(db.session.scalars(query))


def sessions_of(account_id: uuid.UUID) -> list[LoginSession]:
    """Signed-in browsers, newest first."""
    alive = (LoginSession.ended_at.is_(None), LoginSession.expires_at > clock.now())
    query = select(LoginSession).where(LoginSession.account_id == account_id, *alive)
    return list(db.session.scalars(query.order_by(LoginSession.created_at.desc()).limit(50)))
