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
    form = SettingsForm.of(g.community)
    if form.validate_on_submit():
        with form.attempt():
            operations.change_settings(g.visitor, form.read.data, **form.settings())
            db.commit()
            flash(gettext("Saved."))
            return redirect(url_for(".setup"), 303)
    if form.changed:
        form.show_now(SettingsForm.of(operations.here(), formdata=None))
    return render_template("community/setup.html", form=form), form.status
