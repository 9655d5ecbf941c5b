"""The page of a thing."""

from app.lending import queries
from app.lending.models import Thing
from app.lending.permissions import P
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.web.door import access

bp = Blueprint("lending", __name__, url_prefix="/c/<slug>/lending")


@bp.get("/")
@access(P.THING_LEND)
def index() -> ResponseReturnValue:
    return render_template("lending/index.html", things=queries.to_have(clock.now()))


@bp.get("/<int:number>")
@access(P.COMMUNITY_READ, on=Thing)
def show(thing: Thing) -> ResponseReturnValue:
    return render_template("lending/show.html", thing=thing)
