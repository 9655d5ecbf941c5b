"""The superior's desk `/r/<code>/`: published scores of the communities below, one community, and its log of looks."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.oversight import operations, queries
from app.oversight.models import ViewLog
from app.oversight.permissions import P
from app.score import words
from app.web.door import access
from app.web.paging import paged
from tenants import db
from tenants.models import Listing

bp = Blueprint("oversight", __name__)


@bp.get("/r/<region_code>/")
@access(P.REGION_READ)
def desk() -> ResponseReturnValue:
    """Communities with their published scores; those that need support first, never in order of score."""
    wanted = request.args.get("show", "all")
    db.bind_superior(g.region.path)
    period = queries.latest_period()
    order = queries.NEEDS_SUPPORT_LAST, Listing.name, Listing.slug
    below = queries.communities(insufficient=wanted == "insufficient")
    page = paged(below, *order, size=50, rising=True, values={"period": period})
    return render_template("oversight/desk.html", page=page, period=period, wanted=wanted, words=words)


@bp.get("/r/<region_code>/communities/<at>")
@access(P.REGION_READ)
def community(at: str) -> ResponseReturnValue:
    """One community's published figures. The look is written into its log first."""
    region, visitor = g.region, g.visitor
    looked_at = queries.community_under(region, at) or abort(404)
    db.bind_superior(region.path)
    with db.acting_in(looked_at):
        operations.log_view(visitor, region, looked_at)
    snapshots = queries.snapshots_of(looked_at)
    return render_template("oversight/community.html", at=looked_at, snapshots=snapshots, words=words)


@bp.get("/c/<slug>/score/looks")
@access(P.COMMUNITY_READ)
def looks() -> ResponseReturnValue:
    """Who above has looked at this community, and when."""
    page = paged(select(ViewLog), ViewLog.id)
    return render_template("oversight/looks.html", page=page)
