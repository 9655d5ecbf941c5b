"""The list of bodies of a region, and what communities below passed on to them: the people above keep both."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.core import clock
from app.core.refusal import N_
from app.oversight import operations, queries
from app.oversight.forms import BodyForm, TransferForm
from app.oversight.permissions import P
from app.proposals.models import Transfer
from app.web.door import access
from app.web.final import final
from app.web.paging import paged
from tenants import bodies, db
from tenants.models import Body, BodyKind

bp = Blueprint("oversight_bodies", __name__, url_prefix="/r/<region_code>")


@bp.route("/bodies/", methods=["GET", "POST"])
@access(P.BODIES_KEEP)
def listed() -> ResponseReturnValue:
    """The region's own list, and the form that adds to it."""
    form = BodyForm()
    if form.validate_on_submit():
        bodies.add(g.region, form.code.data, form.name.data, BodyKind(form.kind.data), clock.now())
        db.commit()
        return redirect(url_for(".listed", region_code=g.region.code), 303)
    return render_template("oversight/bodies.html", form=form, bodies=bodies.of_region(g.region)), form.status


@bp.post("/bodies/<id:body_id>/end")
@access(P.BODIES_KEEP)
@final(N_("Really take it off?"), N_("Nothing more is passed on to it. What it has taken on stays with it."))
def end(body_id: uuid.UUID) -> ResponseReturnValue:
    """Nothing more is passed on to it."""
    found = select(Body).where(Body.id == body_id, Body.region_id == g.region.id)
    bodies.end(db.session.scalar(found) or abort(404), clock.now())
    db.commit()
    return redirect(url_for(".listed", region_code=g.region.code), 303)


@bp.get("/transfers/")
@access(P.TRANSFERS_ANSWER)
def transfers() -> ResponseReturnValue:
    """What was passed on to bodies of this region's list and waits for their yes or no, the first due on top."""
    of_this_region = bodies.ids_of_region(g.region)
    db.bind_superior(g.region.path)
    page = paged(queries.passed_on(of_this_region), Transfer.due_at, Transfer.id, rising=True)
    return render_template("oversight/transfers.html", page=page)


@bp.route("/transfers/<id:transfer_id>", methods=["GET", "POST"])
@access(P.TRANSFERS_ANSWER)
def answer(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """The body takes it on or, with its reason, does not: said for it by the people above."""
    form, region, visitor = TransferForm(), g.region, g.visitor
    of_this_region = bodies.ids_of_region(region)
    db.bind_superior(region.path)
    passed = db.session.execute(queries.passed_on(of_this_region).where(Transfer.id == transfer_id)).one_or_none()
    if passed is None:
        abort(404)
    if form.validate_on_submit():
        with form.attempt():
            with db.acting_in(queries.community_under(region, passed.slug) or abort(404)):
                operations.answer_for_body(
                    visitor, transfer_id, taken_on=form.taken_on.data == "yes", reason=form.reason.data or ""
                )
            return redirect(url_for(".transfers", region_code=region.code), 303)
    return render_template("oversight/transfer.html", form=form, passed=passed), form.status
