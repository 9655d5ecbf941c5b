"""The superior's desk `/r/<code>/`: published scores of the communities below, one community, and its log of looks."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.oversight import operations, queries
from app.oversight.models import ViewLog
from app.oversight.permissions import P
from app.oversight.words import listed
from app.score import words
from app.score.models import ScoreSnapshot
from app.score.queries import turns_before
from app.score.sheet import sheet
from app.web.door import access
from app.web.paging import paged
from app.web.reader import reader
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
    page, by = paged(below, *order, size=50, rising=True, values={"period": period}), reader()
    rows = [listed(row, by) for row in page.rows]
    return render_template("oversight/desk.html", rows=rows, page=page, period=period, wanted=wanted)


@bp.get("/r/<region_code>/communities/<at>")
@access(P.REGION_READ)
def community(at: str) -> ResponseReturnValue:
    """One community's published figures of a quarter, the newest by itself. The look is written into its log first."""
    region, visitor = g.region, g.visitor
    db.bind_superior(region.path)
    line = queries.community_under(region, at) or abort(404)
    with db.acting_in(line):
        operations.log_view(visitor, region, line)
    snapshots = queries.snapshots_of(line)
    place = _place(snapshots)
    shown = snapshots[place] if snapshots else None
    return render_template(
        "oversight/community.html", at=line, shown=shown, sheet=sheet(shown) if shown else None, words=words,
        earlier=snapshots[place + 1] if len(snapshots) > place + 1 else None,
        quarters=[one.period for one in snapshots], earlier_turns=turns_before(shown) if shown else [],
    )  # fmt: skip


def _place(snapshots: list[ScoreSnapshot]) -> int:
    """Which of the quarters was asked for."""
    wanted = request.args.get("quarter")
    if wanted is None:
        return 0
    periods = [one.period for one in snapshots]
    return periods.index(wanted) if wanted in periods else abort(404)


@bp.get("/c/<slug>/score/looks")
@access(P.COMMUNITY_READ)
def looks() -> ResponseReturnValue:
    """Views from above at this community, and when."""
    page = paged(select(ViewLog), ViewLog.id)
    return render_template("oversight/looks.html", page=page)
