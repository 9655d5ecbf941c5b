"""The superior's desk `/r/<code>/`: published scores of the communities below, one community, and its log of looks."""

import uuid

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import P, access
from app.oversight import operations, queries
from app.oversight.models import ViewLog
from app.paging import paged
from app.score import words
from tenants import db

bp = Blueprint("oversight", __name__)


@bp.get("/r/<region_code>/")
@access(P.REGION_READ)
def desk() -> ResponseReturnValue:
    """Communities with their published scores; those that need support first, never in order of score."""
    region, wanted = g.region, request.args.get("show", "all")
    db.bind_superior(region.path)
    period = queries.latest_period(region.path)
    after = (request.args["name"], request.args["slug"]) if {"name", "slug"} <= request.args.keys() else None
    rows = queries.communities(region, period, wanted, after)
    more = rows[queries.PAGE - 1] if len(rows) > queries.PAGE else None
    older = url_for(".desk", show=wanted, name=more.name, slug=more.slug) if more else None
    rows = words.needing_support_first(rows[: queries.PAGE])
    return render_template("oversight/desk.html", rows=rows, period=period, wanted=wanted, older=older, words=words)


@bp.get("/r/<region_code>/communities/<at>")
@access(P.REGION_READ)
def one(at: str) -> ResponseReturnValue:
    """One community's published figures. The look is written into its log first."""
    region, visitor = g.region, g.visitor
    community = queries.community_under(region, at) or abort(404)
    db.leave()
    with_log = db.scope
    with_log.write = True
    db.bind_community(community.id)
    operations.log_view(visitor, region, community)
    db.commit()
    db.leave()
    db.bind_superior(region.path)
    snapshots = queries.snapshots_of(community)
    return render_template("oversight/one.html", at=community, snapshots=snapshots, words=words)


@bp.get("/c/<slug>/score/looks")
@access(P.COMMUNITY_READ)
def looks() -> ResponseReturnValue:
    """Who above has looked at this community, and when."""
    page = paged(select(ViewLog), ViewLog.id, parse=uuid.UUID)
    return render_template("oversight/looks.html", page=page)
