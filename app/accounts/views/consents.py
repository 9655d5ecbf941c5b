"""What one agreed to, and taking it back."""

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import logout_user

from app.access import P
from app.accounts import operations
from app.accounts.views import bp
from app.core.refusal import N_
from app.privacy import operations as consents
from app.web.door import access
from app.web.final import final
from app.web.html import nothing_left_behind
from app.web.permalinks import permalink
from tenants import db

WORDS = {
    consents.NOTICE: N_("Privacy notice and terms of use"),
    consents.SENSITIVE: N_("Sensitive matters in a request for those in office alone"),
}


@bp.get("/me/consents")
@access(P.ACCOUNT)
def agreed() -> ResponseReturnValue:
    """Each with its day and the version it was given to."""
    return render_template("accounts/consents.html", consents=consents.consents_of(g.visitor.account.id), words=WORDS)


@bp.post("/me/consents/end")
@access(P.ACCOUNT)
@final(
    N_("Really withdraw your consent?"),
    N_("You are signed out on every device, and asked again if you come back. What was done before stays valid."),
)
def withdraw() -> ResponseReturnValue:
    account = g.visitor.account
    consents.withdraw_all(account.id)
    operations.end_all_sessions(account)
    db.commit()
    logout_user()
    flash(gettext("Your consent is withdrawn, and you are signed out on every device."))
    return nothing_left_behind(redirect(permalink("landing"), 303))
