"""The record of acts in office, for the committee and the supervision board."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.audit import operations
from app.audit.models import AuditEntry
from app.audit.permissions import P
from app.web.addresses import id_or_404
from app.web.door import access
from app.web.paging import paged
from app.web.permalinks import permalink_if_any

bp = Blueprint("audit", __name__, url_prefix="/c/<slug>/desk")


@bp.get("/audit")
@access(P.AUDIT_READ)
def index() -> ResponseReturnValue:
    """All that was done in office, or (?about=) what was done about one matter."""
    query, about = select(AuditEntry), request.args.get("about")
    if about:
        query = query.where(AuditEntry.subject_id == id_or_404(about))
    page = paged(query, AuditEntry.number)
    return render_template(
        "audit/index.html", page=page, about=about, words=operations.WORDS, permalink=permalink_if_any
    )


@bp.get("/audit/check")
@access(P.AUDIT_READ)
def check() -> ResponseReturnValue:
    """Recompute the chain from its first entry."""
    return render_template("audit/check.html", broken=operations.first_break())
