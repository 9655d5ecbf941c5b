"""The register of doors: grids, buildings and entrances, one household."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import AdultsForm, GridForm, HouseholdsForm, InviteForm
from app.community.models import Grid, Household
from app.community.permissions import P
from app.core.ids import id_text
from app.web.door import access
from app.web.forms import options
from app.web.paging import paged
from tenants import db
from tenants.resolve import writes


@bp.route("/households", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def households() -> ResponseReturnValue:
    """The register by building and entrance; new doors one a line."""
    form, grids = HouseholdsForm(), {id_text(grid.id): grid for grid in queries.grids()}
    form.grid.choices = options([(key, grid.name) for key, grid in grids.items()])
    if form.validate_on_submit():
        with form.attempt():
            grid, adults = grids[form.grid.data], form.adults.data or 2
            added = operations.add_households(g.visitor, g.community, grid, form.doors(), adults)
            db.commit()
            flash(ngettext("%(num)d household added.", "%(num)d households added.", added))
            return redirect(url_for(".households"), 303)
    return _register(form, GridForm(formdata=None), list(grids.values())), form.status


def _register(form: HouseholdsForm, new_grid: GridForm, grids: list[Grid]) -> str:
    building, unit = request.args.get("building"), request.args.get("unit", "")
    doors = paged(queries.households_in(building, unit), Household.id, size=60, rising=True) if building else None
    entrances = paged(queries.entrances(), *queries.ENTRANCES, size=60, rising=True) if not building else None
    context = {"form": form, "new_grid": new_grid, "grids": grids, "doors": doors, "entrances": entrances}
    return render_template("community/households.html", **context)


@bp.post("/grids")
@access(P.HOUSEHOLDS_MANAGE)
def add_grid() -> ResponseReturnValue:
    form, grids = GridForm(), queries.grids()
    if form.validate_on_submit():
        with form.attempt():
            operations.add_grid(form.name.data, len(grids))
            db.commit()
            return redirect(url_for(".households"), 303)
    households = HouseholdsForm(formdata=None)
    households.grid.choices = options([(id_text(grid.id), grid.name) for grid in grids])
    return _register(households, form, grids), form.status


@bp.route("/households/<id:household_id>", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Household)
@writes
def household(household: Household) -> ResponseReturnValue:
    """One household: who is verified there, how many adults, its invitation. Each look is logged."""
    form = AdultsForm(obj=household)
    if form.validate_on_submit():
        with form.attempt():
            operations.set_adults(g.visitor, g.community, household, form.adults.data)
            db.commit()
            flash(gettext("Saved."))
            return redirect(url_for(".household", household_id=household.id), 303)
    operations.look_at(g.visitor, household)
    db.commit()
    page = render_template(
        "community/household.html", household=household, form=form, adults=queries.adults_of(household.id),
        places=InviteForm(formdata=None, places=household.adults), invitation=queries.open_invitation(household.id),
    )  # fmt: skip
    return page, form.status
