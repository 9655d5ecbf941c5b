"""What the community's registers put on the desk: the first who wait to be verified."""

from datetime import datetime

from app.access import Visitor, can
from app.community import queries
from app.community.models import Membership
from app.community.permissions import P
from tenants import db

FIRST = 5


def waiting_to_join(visitor: Visitor, _now: datetime) -> list[Membership] | None:
    """Those whom the reader may verify, the first due on top."""
    if not can(visitor, P.MEMBERS_VERIFY):
        return None
    query = queries.pending(visitor).order_by(Membership.verify_due_at, Membership.id).limit(FIRST)
    return list(db.session.scalars(query)) or None
