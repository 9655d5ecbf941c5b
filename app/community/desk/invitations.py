"""Invitations: letters to print, for one household or a whole entrance; the codes are shown only once."""

from typing import Any

import segno
from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.community import operations, queries
from app.community.desk import bp
from app.community.forms import InviteForm
from app.community.models import Household, Invitation
from app.community.permissions import P
from app.web.door import access
from app.web.paging import paged
from tenants import db


@bp.get("/invitations")
@access(P.HOUSEHOLDS_MANAGE)
def invitations() -> ResponseReturnValue:
    """Those that can still be used: places left, and until when."""
    page = paged(queries.open_invitations(), Invitation.id)
    return render_template("community/invitations.html", page=page)


@bp.post("/households/<id:household_id>/invitation")
@access(P.HOUSEHOLDS_MANAGE, on=Household)
def invite(household: Household) -> ResponseReturnValue:
    """A letter to print, with the code and its QR; shown this once."""
    form = InviteForm(places=household.adults)
    if not form.validate():
        abort(422)
    letter = _letter(household, form.places.data)
    db.commit()
    return render_template("community/letters.html", letters=[letter])


@bp.post("/invitations")
@access(P.HOUSEHOLDS_MANAGE)
def invite_all() -> ResponseReturnValue:
    """Letters for those behind an entrance where nobody is verified yet."""
    compound = queries.compound_chosen(request.form.get("compound"), queries.compounds())
    entrance = request.form.get("building", ""), request.form.get("unit", "")
    doors = queries.empty_households_in(compound.id if compound else None, *entrance)
    letters = [_letter(household, None) for household in doors]
    db.commit()
    return render_template("community/letters.html", letters=letters)


def _letter(household: Household, places: int | None) -> dict[str, Any]:
    invitation, code = operations.invite(g.visitor, household, places)
    link = current_app.config["PUBLIC_URL"] + url_for("community.join", code=code)
    square = segno.make(link, error="m").svg_inline(scale=4, light="#fff", svgclass="qr", lineclass=None)
    safe = Markup(square)  # noqa: S704  (segno draws it from our own address)
    return {"household": household, "invitation": invitation, "code": code, "link": link, "square": safe}


@bp.post("/invitations/<id:invitation_id>/end")
@access(P.HOUSEHOLDS_MANAGE, on=Invitation)
def end_invitation(invitation: Invitation) -> ResponseReturnValue:
    operations.end_invitation(g.visitor, invitation)
    db.commit()
    return redirect(url_for(".invitations"), 303)
