"""The community's own rules and settings."""

from datetime import date, datetime
from typing import Any

from app.access import Visitor
from app.audit.operations import act, record
from app.core import clock, profiles
from app.core.refusal import N_
from tenants import db
from tenants.models import Community

SETTINGS = act("community.settings", N_("Changed the settings"))


def change_settings(visitor: Visitor, community: Community, **settings: Any) -> None:
    """Set what differs; the record says which settings, not their texts."""
    changed = {name: value for name, value in settings.items() if getattr(community, name) != value}
    for name, value in changed.items():
        setattr(community, name, value)
    if changed:
        db.session.add(community)
        record(visitor, SETTINGS, community, changed=sorted(changed))


def here() -> Community:
    """The community that is bound."""
    return db.session.get_one(Community, db.community_id)


def today(community: Community) -> date:
    """The day it is in the community."""
    return clock.local(clock.now(), community.zone).date()


def working_days(community: Community, days: int) -> datetime:
    """When so many working days are over, counted from now by the community's calendar."""
    return clock.due_after_working_days(clock.now(), days, community.zone, profiles.calendar(community.profile))
