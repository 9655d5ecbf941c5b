"""The pages that show more than one feature: landing, finding a community, its home, the committee's Today."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import P
from app.accounts.queries import places_of
from app.core import clock
from app.core.registry import registry
from app.demo import cards
from app.pages.composing import FIRST, most_urgent_first, nav_links, queues, shown, waiting
from app.pages.few_doors import few_doors
from app.pages.finding import communities_found_by
from app.web.door import access
from app.web.language import text_size
from app.web.limits import limited, searches
from app.web.paging import paged
from tenants.text import sought, visible

bp = Blueprint("pages", __name__)
bp.add_app_template_global(waiting)


@bp.get("/")
@access(P.ANYWHERE)
def landing() -> ResponseReturnValue:
    """Role cards and the tour in the demo; one's own communities otherwise; the way to find one for strangers."""
    if cards.is_demo():
        return render_template("pages/demo.html", cards=cards.shown(), tour=cards.tour(), mine=_mine())
    mine = _mine()
    open_ones = [home for home in mine["communities"] if home.closed_at is None]
    if len(open_ones) == len(mine["communities"]) == 1 and not mine["regions"]:
        return redirect(url_for("pages.community", slug=open_ones[0].slug), 303)
    return render_template("pages/landing.html", mine=mine)


def _mine() -> dict[str, Any]:
    if not g.visitor.is_signed_in:
        return {"communities": [], "regions": []}
    return places_of(g.visitor.account.id)


@bp.get("/find")
@access(P.ANYWHERE)
@limited(searches, when=lambda: bool(request.args.get("q")))
def find() -> ResponseReturnValue:
    """Communities by name, by address or by the subdistrict they lie in."""
    words = visible(request.args.get("q", ""))[:40]
    found = communities_found_by(words) if sought(words) else []
    return render_template("pages/find.html", words=words, found=found[:20], more=len(found) > 20)


@bp.get("/c/<slug>/")
@access(P.COMMUNITY_READ)
def community() -> ResponseReturnValue:
    """What can I do today; what became of our words; notices; what neighbours talk about. Large text asks for less."""
    now = clock.now()
    cards = [card for offered in registry.all("today") for card in offered(g.visitor, now)]
    if text_size() == "elder" and "all" not in request.args:
        return render_template("pages/few_doors.html", **few_doors(g.visitor, now, cards))
    sections = shown("home", g.visitor, now)
    return render_template(
        "pages/community.html", current_section="home", cards=cards, sections=sections, links=nav_links("home_links")
    )


@bp.get("/c/<slug>/mine")
@access(P.ACCOUNT)
def mine() -> ResponseReturnValue:
    """My things: the newest of each kind."""
    parts = [offered(g.visitor) for offered in registry.all("mine")] if g.visitor.membership is not None else []
    return render_template("pages/mine.html", parts=parts, current_section="me")


@bp.get("/c/<slug>/desk/")
@access(P.DESK)
def desk() -> ResponseReturnValue:
    """Today: overdue, due, to check, waiting to join."""
    return render_template(
        "pages/desk.html", queues=most_urgent_first(), most=FIRST,
        sections=shown("desk", g.visitor, clock.now()), links=nav_links("desk_links"),
    )  # fmt: skip


@bp.get("/c/<slug>/desk/waiting/<name>")
@access(P.DESK)
def queue(name: str) -> ResponseReturnValue:
    """All that waits for one kind of act."""
    found = next((queue for queue in queues() if queue.name == name), None) or abort(404)
    page = paged(found.rows, found.due, registry.kind(found.kind).model.number, rising=True)
    return render_template("pages/queue.html", queue=found, page=page)
