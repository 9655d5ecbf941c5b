"""The community's own rules and settings, and the way to its registers."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.community import operations
from app.community.desk import bp
from app.community.forms import SettingsForm
from app.community.permissions import P
from app.web.door import access
from tenants import db


@bp.route("/setup", methods=["GET", "POST"])
@access(P.HOUSEHOLDS_MANAGE)
def setup() -> ResponseReturnValue:
    form = SettingsForm(obj=g.community)
    if form.validate_on_submit():
        operations.change_settings(
            g.visitor, g.community, check_first=form.check_first.data, members_only=form.members_only.data,
            rules_text=form.rules_text.data or None, rules_adopted_on=form.rules_adopted_on.data,
        )  # fmt: skip
        db.commit()
        flash(gettext("Saved."))
        return redirect(url_for(".setup"), 303)
    return render_template("community/setup.html", form=form), form.status
