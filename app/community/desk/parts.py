"""The parts of a community: its grids with their entrances, its compounds with those who look after them."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms.register import CompoundChangeForm, CompoundForm, EntrancesForm, GridForm
from app.community.models import Compound, Grid
from app.community.operations import Entrance
from app.community.permissions import P
from app.core.ids import id_text
from app.web.door import access
from app.web.formats import as_address
from app.web.forms import Form, options
from app.web.paging import paged
from app.web.shapes import joined
from tenants import db


@bp.get("/grids")
@access(P.HOUSEHOLDS_MANAGE)
def grids() -> ResponseReturnValue:
    """Which entrances lie in which grid."""
    return _grids()


def _grids(**forms: Form) -> ResponseReturnValue:
    compounds, known = queries.compounds(), queries.grids()
    chosen = queries.compound_chosen(request.args.get("compound"), compounds)
    page = paged(queries.entrances(chosen.id if chosen else None), *queries.ENTRANCES, size=60, rising=True)
    empty: dict[str, Any] = {"entrances": EntrancesForm(formdata=None), "new_grid": GridForm(formdata=None)}
    empty["entrances"].grid.choices = options([(id_text(grid.id), grid.name) for grid in known])
    drawn_forms = empty | forms
    drawn_forms["entrances"].entrances.choices = _ticks(page.rows, {grid.id: grid.name for grid in known})
    drawn = render_template(
        "community/grids.html", grids=known, compounds=compounds, chosen=chosen, page=page, **drawn_forms
    )
    return drawn, max((form.status for form in forms.values()), default=200)


def _ticks(rows: Sequence[Any], names: dict[uuid.UUID, str]) -> list[Any]:
    """Each entrance with the grid it lies in."""
    lines = [(one, joined(as_address((one.building, one.unit)), names[one.grid_id])) for one in rows]
    return options([(entrance_key(one.building, one.unit), words) for one, words in lines])


@bp.post("/grids")
@access(P.HOUSEHOLDS_MANAGE)
def add_grid() -> ResponseReturnValue:
    form = GridForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.add_grid(form.name.data, len(queries.grids()))
            then = form.remember(url_for(".grids"))
            db.commit()
            return redirect(then, 303)
    return _grids(new_grid=form)


@bp.route("/grids/<id:grid_id>", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Grid)
def grid(grid: Grid) -> ResponseReturnValue:
    """Its name."""
    form = GridForm(data={"name": grid.name})
    if form.validate_on_submit():
        with form.attempt():
            operations.rename_grid(g.visitor, grid, form.name.data)
            then = form.remember(url_for(".grids"))
            db.commit()
            return redirect(then, 303)
    return render_template("community/grid.html", grid=grid, form=form), form.status


@bp.post("/grids/entrances")
@access(P.HOUSEHOLDS_MANAGE)
def lay_in() -> ResponseReturnValue:
    """The ticked entrances go to the chosen grid; their households and their people follow."""
    chosen = queries.compound_chosen(request.args.get("compound"), queries.compounds())
    known = {id_text(grid.id): grid for grid in queries.grids()}
    form = EntrancesForm()
    form.grid.choices = options([(key, grid.name) for key, grid in known.items()])
    ways = {entrance_key(one.building, one.unit): one for one in queries.all_entrances(chosen.id if chosen else None)}
    form.entrances.choices = options([(key, key) for key in ways])
    if form.validate_on_submit():
        with form.attempt():
            these = {_entrance(chosen, ways[key]) for key in form.entrances.data}
            moved = operations.lay_in(g.visitor, g.community, known[form.grid.data], these)
            db.commit()
            flash(ngettext("%(num)d entrance moved.", "%(num)d entrances moved.", moved))
            return redirect(url_for(".grids", compound=_key(chosen)), 303)
    return _grids(entrances=form)


def entrance_key(building: str, unit: str) -> str:
    """What a tick sends for an entrance of the compound that is shown."""
    return f"{building}/{unit}"


def _entrance(compound: Compound | None, row: Any) -> Entrance:
    return Entrance(compound.id if compound is not None else None, row.building, row.unit)


def _key(compound: Compound | None) -> str | None:
    return id_text(compound.id) if compound else None


@bp.get("/compounds")
@access(P.HOUSEHOLDS_MANAGE)
def compounds() -> ResponseReturnValue:
    """The compounds, where there are several."""
    return render_template("community/compounds.html", compounds=queries.compounds(), form=CompoundForm(formdata=None))


@bp.post("/compounds")
@access(P.HOUSEHOLDS_MANAGE)
def add_compound() -> ResponseReturnValue:
    """One more compound; the first time, the one so far gets its name too."""
    form = CompoundForm()
    if form.validate_on_submit():
        with form.attempt():
            operations.add_compound(g.visitor, form.name.data, form.first.data or "")
            then = form.remember(url_for(".compounds"))
            db.commit()
            return redirect(then, 303)
    return render_template("community/compounds.html", compounds=queries.compounds(), form=form), form.status


@bp.route("/compounds/<id:compound_id>", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE, on=Compound, load=queries.bodies)
def compound(compound: Compound) -> ResponseReturnValue:
    """Its name, who manages its property, and its owners' committee."""
    form = CompoundChangeForm.of(compound)
    if form.validate_on_submit():
        with form.attempt():
            bodies = {"manager": form.manager.data or "", "owners_committee": form.owners_committee.data or ""}
            operations.change_compound(g.visitor, compound, form.read.data, form.name.data, bodies)
            db.commit()
            return redirect(url_for(".compounds"), 303)
    if form.changed:
        form.show_now(CompoundChangeForm.of(queries.compound_with_bodies(compound.id), formdata=None))
    return render_template("community/compound.html", compound=compound, form=form), form.status
