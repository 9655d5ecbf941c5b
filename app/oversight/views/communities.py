"""The communities of a region: opened, being prepared, on the table only, suspended, closed."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from app.oversight import opening
from app.oversight.permissions import P
from app.oversight.states import tags
from app.web.door import access
from app.web.limits import limited, searches
from app.web.paging import paged
from tenants.text import visible

bp = Blueprint("region_communities", __name__, url_prefix="/r/<region_code>")


@bp.get("/communities/")
@access(P.REGION_READ)
@limited(searches, when=lambda: bool(request.args.get("q")))
def index() -> ResponseReturnValue:
    """By name, of one state or of all; how many there are of each."""
    wanted, words = request.args.get("show"), visible(request.args.get("q", ""))[:40]
    page = paged(opening.lines(g.region, wanted, words), *opening.ORDER, rising=True, size=50)
    return render_template(
        "oversight/communities.html", page=page, wanted=wanted, words=words, counts=opening.counts(g.region),
        regions=opening.names_of({row.region_path for row in page.rows}), state_of=opening.state_of, tags=tags(),
        narrowed=bool(words or wanted),
    )  # fmt: skip
