"""Where an account belongs, and the browsers it is signed in with."""

import uuid
from typing import Any

from sqlalchemy import select

from app import clock
from app.accounts.models import LoginSession
from tenants import db
from tenants.models import AccountCommunity, Community, Region, RegionOffice


def places_of(account_id: uuid.UUID) -> dict[str, Any]:
    """The communities and regions an account belongs to."""
    here = select(Community.slug, Community.name).join(AccountCommunity, AccountCommunity.community_id == Community.id)
    above = select(Region.code, Region.name).join(RegionOffice, RegionOffice.region_id == Region.id)
    return {
        "communities": db.session.execute(here.where(AccountCommunity.account_id == account_id).limit(20)).all(),
        "regions": db.session.execute(above.where(RegionOffice.account_id == account_id).limit(20)).all(),
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
