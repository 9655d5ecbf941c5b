"""The community's score pages."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import P
from app.core import clock
from app.score import previews, queries, words
from app.score.helpful import most_helpful
from app.score.models import ScoreSnapshot
from app.score.sheet import sheet
from app.web.door import access

bp = Blueprint("score", __name__, url_prefix="/c/<slug>/score")


@bp.get("")
@access(P.COMMUNITY_READ)
def show() -> ResponseReturnValue:
    """About how much, how sure, five words, and the one thing that would help most."""
    snapshots = queries.published()
    newest = snapshots[0] if snapshots else None
    return render_template(
        "score/show.html", newest=newest, earlier=snapshots[1] if len(snapshots) > 1 else None,
        helpful=_helpful(newest), words=words,
    )  # fmt: skip


def _helpful(newest: ScoreSnapshot | None) -> tuple[str, int] | None:
    """What would raise the score most, in its own words, and to how much."""
    made_from = queries.evidence(newest.period, newest.turn) if newest is not None and newest.published else None
    if newest is None or made_from is None or (found := most_helpful(made_from.evidence)) is None:
        return None
    return words.label(newest.version, found[0]), words.about(found[2])


@bp.get("/details")
@access(P.COMMUNITY_READ)
def details() -> ResponseReturnValue:
    """How a quarter's number is worked out, so that anyone can do it again; previews are for members."""
    previewed = previews.previews(g.community) if g.visitor.is_member else []
    published = queries.published()
    wanted = request.args.get("quarter")
    shown = next((snapshot for snapshot in [*published, *previewed] if wanted in (None, snapshot.period)), None)
    if shown is None and wanted is not None:
        abort(404)
    return render_template(
        "score/details.html", shown=shown, sheet=sheet(shown) if shown else None, words=words,
        quarters=[snapshot.period for snapshot in [*previewed, *published]], note=_note(shown) if shown in previewed else "",
        earlier_turns=queries.turns_before(shown) if shown in published else [],
    )  # fmt: skip


def _note(preview: ScoreSnapshot) -> str:
    """What a preview is, and who reads it."""
    if preview.period == clock.quarter(clock.now(), g.community.zone):
        return gettext("This quarter so far (only members see it).")
    return gettext("A preview (only members see it). It is published on the tenth day after the quarter.")
