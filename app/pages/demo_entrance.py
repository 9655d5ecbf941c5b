"""One-tap sign-in of the demo: role cards and printed links, for demo accounts only."""

from flask import Blueprint, abort, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature

from app.access import P
from app.accounts import login, operations
from app.accounts.views import destination
from app.core.refusal import N_, Refused
from app.demo import cards
from app.web.csrf import without_token
from app.web.door import access
from tenants import db
from tenants.resolve import writes

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.app_context_processor
def marked() -> dict[str, bool]:
    """Pages of no community say that this is a demo, too."""
    if g.get("community") is not None or db.binding.region_path is not None:
        return {}
    return {"demo": cards.is_demo()}


@bp.post("/sign-in")
@access(P.ANYWHERE)
@without_token
def sign_in() -> ResponseReturnValue:
    """One tap on a role card."""
    role = request.form.get("role", "")
    return _enter(role, request.form.get("next"))


@bp.get("/<token>")
@access(P.ANYWHERE)
@writes
def link(token: str) -> ResponseReturnValue:
    """A printed link: it works again and again."""
    try:
        return _enter(cards.serializer(current_app.config["SECRET_KEY"]).loads(token), None)
    except BadSignature:
        abort(404)


def _enter(role: str, then: str | None) -> ResponseReturnValue:
    card = cards.find(role) if cards.is_demo() else None
    account = operations.demo_account(card.account_id) if card is not None else None
    if card is None or account is None:
        abort(404)
    if g.visitor.is_signed_in and not g.visitor.account.is_demo:
        raise Refused(N_("You are signed in as yourself. Please sign out first, then choose a role."))
    session.clear()
    login.start(account)
    db.commit()
    return redirect(destination.safe(then or card.href), 303)
