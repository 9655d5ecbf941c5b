"""Opening communities of a region: one of the table, a new one by its name, or many from a sheet."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.oversight import opening, sheet
from app.oversight.forms import NewCommunityForm, SheetForm
from app.oversight.permissions import P
from app.web.door import access
from app.web.formats import sentence
from app.web.forms import options
from tenants import db, listing, time_limits

bp = Blueprint("region_opening", __name__, url_prefix="/r/<region_code>/communities")
bp.add_app_template_filter(sentence)


@bp.post("/<at>/opening")
@access(P.COMMUNITIES_OPEN)
def listed(at: str) -> ResponseReturnValue:
    """One of the table."""
    community = opening.community_in(g.region, at) or abort(404)
    opening.open_listed(g.visitor, g.region, community)
    db.commit()
    listing.keep_lines([community.id])
    return redirect(url_for("region_standing.show", at=community.slug), 303)


@bp.route("/new", methods=["GET", "POST"])
@access(P.COMMUNITIES_OPEN)
def new() -> ResponseReturnValue:
    """One that no table names, by its name."""
    form, places = NewCommunityForm(under=g.region.code), {one.code: one for one in opening.places(g.region)}
    form.under.choices = options([(code, one.name) for code, one in places.items()])
    if form.validate_on_submit():
        with form.attempt():
            made = opening.open_new(g.visitor, places[form.under.data], form.name.data, form.code.data or "")
            db.commit()
            listing.keep_lines([made.id])
            return redirect(url_for("region_standing.show", at=made.slug), 303)
    return render_template("oversight/new_community.html", form=form, places=places), form.status


@bp.route("/sheet", methods=["GET", "POST"])
@access(P.COMMUNITIES_OPEN)
def from_sheet() -> ResponseReturnValue:
    """Many: first what would be done and each line that cannot be read; then, with one more tap, all or nothing."""
    form, plan = SheetForm(), None
    if form.validate_on_submit():
        with form.attempt():
            read = request.form.get("read")
            table = read if read is not None else sheet.text_of(request.files.get("file"), form.table.data or "")
            time_limits.renew(time_limits.LONG)  # up to a thousand communities, each with its record
            plan = sheet.plan(g.region, table)
            if read is not None and not plan.bad:
                done = sheet.carry_out(g.visitor, g.region, table)
                db.commit()
                listing.keep_lines([one.id for one in done])
                return redirect(url_for("region_communities.index", show="preparing"), 303)
    status = 422 if plan is not None and plan.bad else form.status
    return render_template("oversight/sheet.html", form=form, plan=plan), status
