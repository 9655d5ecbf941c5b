"""What those above do inside a community: a look leaves a line in its log, a body's answer reaches its item."""

import uuid

from sqlalchemy import select

from app.access import Visitor
from app.core import clock
from app.core.refusal import N_, Refused
from app.oversight.models import ViewLog
from app.proposals.models import Transfer
from tenants import db
from tenants.locks import lock_row
from tenants.models import Community, Listing, Region


def log_view(visitor: Visitor, region: Region, community: Community | Listing) -> ViewLog:
    """Write that this office looked. Runs as an act inside the community (`db.acting_in`)."""
    line = ViewLog(
        region_path=community.region_path, region_code=region.code, region_name=region.name,
        office=visitor.region_offices[0].title, account_id=visitor.account.id, at=clock.now(),
    )  # fmt: skip
    db.session.add(line)
    return line


def answer_for_body(visitor: Visitor, transfer_id: uuid.UUID, *, taken_on: bool, reason: str) -> None:
    """The body takes on what was passed on to it or, with its reason, does not. The community follows by itself."""
    if not taken_on and not reason:
        raise Refused(N_("Please give the reason."), status=422, field="reason")
    passed = db.session.scalars(select(Transfer).where(Transfer.id == transfer_id)).one()
    lock_row(passed)
    if passed.answered_at is not None:
        raise Refused(N_("This is not waiting for a body any more."))
    passed.answered_at, passed.taken_on, passed.reason = clock.now(), taken_on, reason
    passed.office = visitor.region_offices[0].title
