"""The record of acts in office, for the committee and the supervision board."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import P, access
from app.audit import operations
from app.audit.models import AuditEntry
from app.paging import paged

bp = Blueprint("audit", __name__, url_prefix="/c/<slug>/desk")


@bp.get("/audit")
@access(P.AUDIT_READ)
def index() -> ResponseReturnValue:
    page = paged(select(AuditEntry), AuditEntry.number)
    return render_template("audit/index.html", page=page, words=operations.WORDS)


@bp.get("/audit/check")
@access(P.AUDIT_READ)
def check() -> ResponseReturnValue:
    """Recompute the chain from its first entry."""
    return render_template("audit/check.html", broken=operations.first_break())
