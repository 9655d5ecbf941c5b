"""The community's own rules and settings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access import Visitor
from app.audit.operations import act, record
from app.core import clock, profiles
from app.core.acts import Clock
from app.core.edit_conflicts import hash_of, require_as_read
from app.core.refusal import N_
from tenants import db
from tenants.models import SETTINGS, Community

CHANGED = act("community.settings", N_("Changed the settings"))


def settings_hash(community: Community) -> str:
    """Of what the page of the settings says."""
    return hash_of(*(getattr(community, name) for name in SETTINGS))


def change_settings(visitor: Visitor, read: str, **settings: Any) -> None:
    """Set what differs; the record says which settings, not their texts.

    `read` is the hash of what was being changed: what someone else set meanwhile is not written over.
    """
    community = db.session.scalars(
        select(Community)
        .where(Community.id == db.community_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    require_as_read(read, settings_hash(community))
    changed = {name: value for name, value in settings.items() if getattr(community, name) != value}
    for name, value in changed.items():
        setattr(community, name, value)
    if changed:
        record(visitor, CHANGED, community, changed=sorted(changed))


def here() -> Community:
    """The community that is bound."""
    return db.session.get_one(Community, db.community_id)


def own_word(key: str) -> str:
    """A word of the profile of the community that is bound, in its own language: what the product itself posts there."""
    community = here()
    return profiles.word(community, key, profiles.language(community.profile))


def today(community: Community) -> date:
    """The day it is in the community."""
    return clock.local(clock.now(), community.zone).date()


def working_days(community: Community, days: int) -> datetime:
    """When so many working days are over, counted from now by the community's calendar."""
    return clock.due_after_working_days(clock.now(), days, community.zone, community.profile)


def clock_of(limit: Clock) -> datetime:
    """When a clock that starts now runs out here."""
    community = here()
    if limit.working:
        return working_days(community, limit.days)
    return clock.due_after_days(clock.now(), limit.days, community.zone)


def what_was_left(due: datetime, since: datetime, *, working: bool = True) -> datetime:
    """When a clock runs out that stood still since then: as many days are left as were. What was late is late."""
    if due <= since:
        return due
    community = here()
    if working:
        left = clock.working_days_left(due, community.zone, community.profile, at=since)
        return max(due, working_days(community, left))
    left = clock.days_left(due, community.zone, at=since)
    return max(due, clock.due_after_days(clock.now(), left, community.zone))
