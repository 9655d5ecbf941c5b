"""One's own page: places, name, language, text size, devices."""

from collections.abc import Container

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import logout_user

from app.access import P
from app.accounts import operations, queries
from app.accounts.forms import NameForm
from app.accounts.models import Account
from app.accounts.views import bp, destination
from app.web import language
from app.web.csrf import without_token
from app.web.door import access
from app.web.html import nothing_left_behind
from app.web.paging import paged
from app.web.permalinks import permalink
from app.web.way_back import page_before
from tenants import db
from tenants.models import Community


@bp.route("/me/name", methods=["GET", "POST"])
@access(P.ACCOUNT)
def name() -> ResponseReturnValue:
    account = g.visitor.account
    form = NameForm(name=account.display_name)
    if form.validate_on_submit():
        with form.attempt():
            operations.rename(account, form.name.data)
            db.commit()
            _tell_communities(account)
            return redirect(destination.safe(session.pop("next", None) or url_for(".me")), 303)
    return render_template("accounts/name.html", form=form, then=destination.chosen()), form.status


@bp.before_app_request
def _name_first() -> ResponseReturnValue | None:
    """Who was asked for a name and went on without one is asked again: nobody speaks or joins without."""
    account = g.visitor.account if g.get("visitor") is not None else None
    if account is None or account.display_name or request.method != "GET" or g.get("community") is None:
        return None
    destination.remember(request.full_path.rstrip("?"), "")
    return redirect(url_for("accounts.name"), 303)


def _tell_communities(account: Account) -> None:
    """Each keeps its own copy of the name, and no transaction touches two communities."""
    for community_id in queries.communities_of(account.id):
        with db.as_community(community_id):
            operations.tell_renamed(account)
            db.commit()


@bp.get("/me")
@access(P.ACCOUNT)
def me() -> ResponseReturnValue:
    """My places, my name, my language, my browsers."""
    account = g.visitor.account
    return render_template(
        "accounts/me.html", page=paged(queries.homes_of(account.id), Community.id, rising=True),
        regions=queries.offices_of(account.id), sessions=queries.sessions_of(account.id), current_section="me", login=g.visitor.login,
    )  # fmt: skip


@bp.post("/me/sessions/end")
@access(P.ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    operations.end_all_sessions(g.visitor.account)
    db.commit()
    logout_user()
    flash(gettext("You are signed out on every device."))
    return nothing_left_behind(redirect(permalink("landing"), 303))


@bp.post("/language")
@access(P.ANYWHERE)
@without_token
def set_locale() -> ResponseReturnValue:
    """Choose the language; kept in a cookie, and with the account."""
    return _keep("locale", request.form.get("locale", ""), language.LOCALES)


@bp.post("/text-size")
@access(P.ANYWHERE)
@without_token
def set_text_size() -> ResponseReturnValue:
    """Choose large text and buttons (长辈版) or the usual ones; kept likewise."""
    return _keep("text_size", request.form.get("text_size", ""), language.TEXT_SIZES)


def _keep(name: str, wish: str, known: Container[str]) -> ResponseReturnValue:
    """A way of reading, for this browser and for the person; then back to the page it was chosen on."""
    if wish not in known:
        abort(422)
    if g.visitor.is_signed_in:
        setattr(g.visitor.account, name, wish)
        db.session.add(g.visitor.account)
        db.commit()
    response = redirect(destination.safe(page_before()), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, wish, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
    return response
