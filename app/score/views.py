"""The community's score page."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.access import P
from app.core import clock
from app.score import formula, queries, words
from app.web.door import access

bp = Blueprint("score", __name__, url_prefix="/c/<slug>/score")


@bp.get("")
@access(P.COMMUNITY_READ)
def show() -> ResponseReturnValue:
    """About how much, how sure, five words, and the one thing that would help most."""
    snapshots = queries.published()
    newest = snapshots[0] if snapshots else None
    evidence = queries.evidence_of(newest.period) if newest else None
    helpful = formula.most_helpful(evidence) if evidence and newest and newest.published else None
    return render_template(
        "score/show.html", newest=newest, earlier=snapshots[1] if len(snapshots) > 1 else None,
        snapshots=snapshots[::-1], helpful=helpful, words=words,
    )  # fmt: skip


@bp.get("/details")
@access(P.COMMUNITY_READ)
def details() -> ResponseReturnValue:
    """How it is worked out: every indicator with its counts; and the running quarter so far, for members."""
    snapshots = queries.published()
    running = clock.quarter(clock.now(), g.community.zone)
    evidence = queries.evidence_of(running) if g.visitor.is_member else None
    so_far = formula.details(evidence) if evidence and sum(evidence["households"].values()) else None
    return render_template(
        "score/details.html", newest=snapshots[0] if snapshots else None, so_far=so_far, running=running,
        words=words,
    )  # fmt: skip
