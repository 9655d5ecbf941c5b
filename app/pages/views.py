"""The pages that show more than one feature: landing, finding a community, its home, the committee's Today."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import places_of
from app.commitments import queries as promises
from app.core import clock
from app.demo import cards
from app.moderation.queries import waiting_count
from app.pages import queries, waiting
from app.pages.permissions import P
from app.ratings.queries import to_answer
from app.web.door import access
from app.web.limits import limiter, searches
from app.web.paging import paged
from tenants.text import folded, said

bp = Blueprint("pages", __name__)


@bp.get("/")
@access(P.ANYWHERE)
def landing() -> ResponseReturnValue:
    """Role cards and the tour in the demo; one's own communities otherwise; the way to find one for strangers."""
    if cards.is_demo():
        return render_template("pages/demo.html", cards=cards.shown(), tour=cards.tour(), mine=_mine())
    mine = _mine()
    open_ones = [one for one in mine["communities"] if one.suspended_at is None]
    if len(open_ones) == len(mine["communities"]) == 1 and not mine["regions"]:
        return redirect(url_for("pages.community", slug=open_ones[0].slug), 303)
    return render_template("pages/landing.html", mine=mine)


def _mine() -> dict[str, Any]:
    if not g.visitor.is_signed_in:
        return {"communities": [], "regions": []}
    return places_of(g.visitor.account.id)


@bp.get("/find")
@access(P.ANYWHERE)
@limiter.limit(searches, exempt_when=lambda: not request.args.get("q"))
def find() -> ResponseReturnValue:
    """Communities by name, by address or by the subdistrict they lie in."""
    words = said(request.args.get("q", ""))[:40]
    found = queries.communities_found_by(words) if folded(words) else []
    return render_template("pages/find.html", words=words, found=found[:20], more=len(found) > 20)


@bp.get("/c/<slug>/")
@access(P.COMMUNITY_READ)
def community() -> ResponseReturnValue:
    """What can I do today; what became of our words; notices; what neighbours talk about."""
    now = clock.now()
    return render_template(
        "pages/community.html",
        current_section="home",
        today=_today(now),
        notices=queries.notices(now),
        talked=queries.talked_about(now),
        done=queries.said_and_done(),
        promised_next=promises.promised(),
    )


def _today(now: Any) -> dict[str, Any]:
    membership = g.visitor.membership
    units = [unit for unit in (membership.household_id, membership.id) if unit] if membership is not None else []
    polls = queries.open_polls(now, units)
    today: dict[str, Any] = {
        "polls": polls,
        "shifts": queries.free_shifts(now),
        "confirm": [],
        "rate": [],
        "voted": {},
    }
    if membership is not None:
        today["confirm"] = promises.to_confirm(membership.id)
        today["rate"] = to_answer(membership.id)
        today["voted"] = queries.voted_in([poll.id for poll in polls], units)
    return today


@bp.get("/c/<slug>/desk/")
@access(P.DESK)
def desk() -> ResponseReturnValue:
    """Today: overdue, due, to check, waiting to join."""
    queues = [(queue, rows) for queue in waiting.QUEUES if (rows := queue.first(g.visitor))]
    return render_template(
        "pages/desk.html", queues=queues, most=waiting.FIRST, shifts=queries.free_shifts(clock.now(), 5),
        pending=queries.pending_count(), reports=waiting_count(),
    )  # fmt: skip


@bp.get("/c/<slug>/desk/waiting/<name>")
@access(P.DESK)
def queue(name: str) -> ResponseReturnValue:
    """All that waits for one kind of act."""
    found = next((one for one in waiting.QUEUES if one.name == name), None) or abort(404)
    page = paged(found.query(g.visitor), found.due, found.model.number, rising=True)
    return render_template("pages/queue.html", queue=found, page=page)
