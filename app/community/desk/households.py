"""The register of doors by building and entrance, and new ones."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import HouseholdsForm
from app.community.models import Household
from app.community.permissions import P
from app.core import clock
from app.core.ids import id_text
from app.web.door import access
from app.web.forms import options
from app.web.paging import Page, paged
from tenants import db


@bp.route("/households", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def households() -> ResponseReturnValue:
    """The register by building and entrance; new doors one a line."""
    form, grids, compounds = HouseholdsForm(), {id_text(grid.id): grid for grid in queries.grids()}, queries.compounds()
    form.lay_in(compounds)
    form.grid.choices = options([(key, grid.name) for key, grid in grids.items()])
    if form.validate_on_submit():
        with form.attempt():
            grid, adults = grids[form.grid.data], form.adults.data or 2
            added = operations.add_households(g.visitor, g.community, grid, form.doors(), adults, form.lies_in)
            db.commit()
            flash(ngettext("%(num)d household added.", "%(num)d households added.", added))
            return redirect(url_for(".households"), 303)
    chosen = queries.compound_chosen(request.args.get("compound"), compounds)
    page = render_template(
        "community/households.html", form=form, grids=grids, compounds=compounds, chosen=chosen,
        registered=sum(grid.households for grid in grids.values()), old=queries.said_long_ago(clock.now()), **_listed(chosen.id if chosen else None),
    )  # fmt: skip
    return page, form.status


def _listed(compound_id: uuid.UUID | None) -> dict[str, Page | None]:
    """The entrances of a compound, or the doors of one of them."""
    building, unit = request.args.get("building"), request.args.get("unit", "")
    if building:
        doors = queries.households_in(compound_id, building, unit)
        return {"doors": paged(doors, Household.id, size=60, rising=True), "entrances": None}
    entrances = queries.entrances(compound_id)
    return {"doors": None, "entrances": paged(entrances, *queries.ENTRANCES, size=60, rising=True)}
