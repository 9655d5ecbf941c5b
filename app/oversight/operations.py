"""A superior's look leaves a line in the community's own log."""

from app.access import Visitor
from app.core import clock
from app.oversight.models import ViewLog
from tenants import db
from tenants.models import Community, Region


def log_view(visitor: Visitor, region: Region, community: Community) -> ViewLog:
    """Write that this office looked. Runs as an act inside the community (`db.acting_in`)."""
    line = ViewLog(
        region_path=community.region_path, region_code=region.code, region_name=region.name,
        office=visitor.region_offices[0].title, account_id=visitor.account.id, at=clock.now(),
    )  # fmt: skip
    db.session.add(line)
    return line
