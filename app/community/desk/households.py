"""The register of doors: grids, buildings and entrances, one household."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import AdultsForm, CompoundForm, GridForm, HouseholdsForm, InviteForm
from app.community.models import Household
from app.community.permissions import P
from app.core.ids import id_text
from app.web.door import access
from app.web.forms import options
from app.web.paging import Page, paged
from tenants import db
from tenants.resolve import writes


@bp.route("/households", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def households() -> ResponseReturnValue:
    """The register by building and entrance; new doors one a line."""
    register = _Register(HouseholdsForm())
    form = register.form
    if form.validate_on_submit():
        with form.attempt():
            grid, adults = register.grids[form.grid.data], form.adults.data or 2
            added = operations.add_households(g.visitor, g.community, grid, form.doors(), adults, form.lies_in)
            db.commit()
            flash(ngettext("%(num)d household added.", "%(num)d households added.", added))
            return redirect(url_for(".households"), 303)
    return register.page(), form.status


class _Register:
    """The page of the register, with its three forms."""

    def __init__(self, form: HouseholdsForm | None = None) -> None:
        self.form = form or HouseholdsForm(formdata=None)
        self.grids = {id_text(grid.id): grid for grid in queries.grids()}
        self.compounds = queries.compounds()
        self.form.lay_in(self.compounds)
        self.form.grid.choices = options([(key, grid.name) for key, grid in self.grids.items()])

    def page(self, new_grid: GridForm | None = None, new_compound: CompoundForm | None = None) -> str:
        chosen = queries.compound_chosen(request.args.get("compound"), self.compounds)
        return render_template(
            "community/households.html", form=self.form, grids=self.grids, compounds=self.compounds, chosen=chosen,
            new_grid=new_grid or GridForm(formdata=None), new_compound=new_compound or CompoundForm(formdata=None),
            registered=sum(grid.households for grid in self.grids.values()), **_listed(chosen.id if chosen else None),
        )  # fmt: skip


def _listed(compound_id: uuid.UUID | None) -> dict[str, Page | None]:
    """The entrances of a compound, or the doors of one of them."""
    building, unit = request.args.get("building"), request.args.get("unit", "")
    if building:
        doors = queries.households_in(compound_id, building, unit)
        return {"doors": paged(doors, Household.id, size=60, rising=True), "entrances": None}
    entrances = queries.entrances(compound_id)
    return {"doors": None, "entrances": paged(entrances, *queries.ENTRANCES, size=60, rising=True)}


@bp.post("/compounds")
@access(P.HOUSEHOLDS_MANAGE)
def add_compound() -> ResponseReturnValue:
    """One more compound; the first time, the one so far gets its name too."""
    form = CompoundForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.add_compound(g.visitor, form.name.data, form.first.data or "")
            then = form.remember(url_for(".households"))
            db.commit()
            return redirect(then, 303)
    return _Register().page(new_compound=form), form.status


@bp.post("/grids")
@access(P.HOUSEHOLDS_MANAGE)
def add_grid() -> ResponseReturnValue:
    form = GridForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.add_grid(form.name.data, len(queries.grids()))
            then = form.remember(url_for(".households"))
            db.commit()
            return redirect(then, 303)
    return _Register().page(new_grid=form), form.status


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
