"""Suspending, resuming and closing a community: by those above or by an operator, with a reason that its members read."""

from sqlalchemy import select

from app.access import Visitor
from app.audit.operations import act, record
from app.community.models import Membership
from app.core import clock
from app.core.refusal import N_, Refused
from app.notifications.kinds import kind
from app.notifications.operations import tell
from app.notifications.policy import Topic
from app.outbox.operations import enqueue, handler
from tenants import db
from tenants.models import Community, Suspension

SUSPENDED = act("community.suspend", N_("Suspended the community"))
CLOSED = act("community.close", N_("Closed the community"))
RESUMED = act("community.resume", N_("Resumed the community"))
TOLD = {
    SUSPENDED: kind(
        SUSPENDED, N_("%(by)s suspended this community: %(reason)s. It can be read; open votes go on."),
        "community", Topic.MINE, while_suspended=True,
    ),
    CLOSED: kind(
        CLOSED, N_("%(by)s closed this community: %(reason)s. What was said and decided is kept."),
        "community", Topic.MINE, while_suspended=True,
    ),
    RESUMED: kind(RESUMED, N_("%(by)s resumed this community: people can write again."), "community"),
}  # fmt: skip
ENDS = ".。!！;； "  # a reason stands inside a sentence


def suspend(visitor: Visitor, by: str, reason: str, *, for_good: bool = False) -> None:
    """From now on the community that is bound is only read, or not even that. `by` is the office and where it is."""
    community, now = _kept(), clock.now()
    if community.closed_at is not None or (community.suspended_at is not None and not for_good):
        raise Refused(N_("It is suspended or closed already. Please look again."))
    if not (reason := reason.strip().rstrip(ENDS)):
        raise Refused(N_("Please give the reason."), status=422, field="reason")
    _end_running()
    community.suspended_at = community.suspended_at or now
    community.closed_at = now if for_good else None
    community.standing_reason = reason
    row = Suspension(region_path=community.region_path, since=now, closed=for_good, reason=reason, by=by)
    db.session.add(row)
    _announce(visitor, CLOSED if for_good else SUSPENDED, by, reason)


def resume(visitor: Visitor, by: str) -> None:
    """People can write again; what was suspended or closed, and until when, stays on record."""
    community = _kept()
    if community.suspended_at is None:
        raise Refused(N_("It is open already. Please look again."))
    _end_running()
    community.suspended_at = community.closed_at = None
    community.standing_reason = ""
    _announce(visitor, RESUMED, by, "")


def _kept() -> Community:
    """The community's row, kept from others until the commit."""
    query = select(Community).where(Community.id == db.community_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _end_running() -> None:
    for running in db.session.scalars(select(Suspension).where(Suspension.until.is_(None))):
        running.until = clock.now()


def _announce(visitor: Visitor, done: str, by: str, reason: str) -> None:
    """In the record of acts, and by a job in every member's inbox: there may be thirty thousand."""
    record(visitor, done, _kept(), reason=reason)
    enqueue("community.standing", done=done, by=by, reason=reason)


@handler("community.standing", must=True)
def tell_members(done: str, by: str, reason: str) -> None:
    """Everyone who said where they live, or serves here."""
    members = select(Membership.id).where(Membership.verified_at.is_not(None) | Membership.asked_place.is_not(None))
    tell(TOLD[done], db.session.scalars(members), by=by, reason=reason)
