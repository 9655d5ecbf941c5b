"""Signing in and out, and one's own page."""

import uuid
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_login import logout_user

from app import language, profiles
from app.access import P, access
from app.accounts import contacts, login, operations, queries
from app.accounts.contacts import Contact
from app.accounts.forms import CodeForm, ContactForm, NameForm
from app.accounts.models import Account
from app.fields import blind_index
from app.html import sentence
from app.limits import limiter
from app.outbox import channels, delivery
from app.refusal import Refused
from tenants import db

bp = Blueprint("accounts", __name__)


def safe_address(address: str | None) -> str:
    """Only addresses of this instance are led to."""
    parts = urlsplit(address or "")
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and not parts.netloc and not parts.scheme else url_for("home.landing")  # type: ignore[return-value]


def _typed_contact() -> Contact:
    profile = profiles.profile("cn" if language.chosen() == "zh_Hans" else "generic")
    return contacts.read(request.form.get("contact", ""), profile["phone_region"])


def _by_contact() -> str:
    """The contact a code is asked for, as the limiter counts it: the same for every way of writing it."""
    try:
        typed = _typed_contact().value
    except Refused:
        typed = request.form.get("contact", "")
    return blind_index(typed, "rate").hex()


@bp.route("/sign-in", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limiter.limit("100 per hour", methods=["POST"])  # many neighbours share one address
@limiter.limit("5 per 10 minutes; 20 per day", key_func=_by_contact, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for a code. The answer is the same whether the contact is known or not."""
    form = ContactForm()
    if request.args.get("next"):
        session["next"] = safe_address(request.args["next"])
    if form.validate_on_submit():
        with form.attempt():
            contact = _typed_contact()
            channels.refuse_unreachable(current_app.config["SETTINGS"], contact.channel)
            made = operations.send_code(contact, str(get_locale()))
            db.commit()
            session["code"] = made.id.hex
            delivery.send_now_if_console()
            return redirect(url_for(".code"), 303)
    return render_template("accounts/sign_in.html", form=form), form.status


@bp.route("/sign-in/code", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limiter.limit("200 per hour", methods=["POST"])
def code() -> ResponseReturnValue:
    """Type the code. Wrong ones are counted, and said."""
    asked, form = operations.asked(_asked_code()), CodeForm()
    if asked is None:
        return redirect(url_for(".sign_in"), 303)
    if form.validate_on_submit():
        tried = operations.try_code(asked.id, form.code.data)
        if tried.account is not None:
            return _welcome(tried.account)
        db.commit()  # a wrong try counts, whatever follows
        assert tried.refusal is not None
        form.form_errors.append(sentence(tried.refusal))
        form.refused_with = tried.refusal.status
    contact = Contact(asked.channel, asked.contact)
    return render_template("accounts/code.html", form=form, contact=contact), form.status


def _asked_code() -> uuid.UUID | None:
    return uuid.UUID(session["code"]) if "code" in session else None


def _welcome(account: Account) -> ResponseReturnValue:
    """A fresh session, so that nobody can have fixed it before."""
    then = session.get("next") or url_for("home.landing")
    session.clear()
    login.start(account)
    db.commit()
    if not account.display_name:
        session["next"] = then
        return redirect(url_for(".name"), 303)
    return redirect(then, 303)


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
            return redirect(session.pop("next", None) or url_for(".me"), 303)
    return render_template("accounts/name.html", form=form), form.status


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
        "accounts/me.html", places=queries.places_of(account.id), sessions=queries.sessions_of(account.id),
        current_section="me", login=g.visitor.login,
    )  # fmt: skip


@bp.post("/sign-out")
@access(P.ANYWHERE)
def sign_out() -> ResponseReturnValue:
    if g.visitor.is_signed_in:
        operations.end_session(g.visitor.login)
        db.commit()
    logout_user()
    session.pop("code", None)
    return redirect(url_for("home.landing"), 303)


@bp.post("/me/sessions/end")
@access(P.ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    operations.end_all_sessions(g.visitor.account)
    db.commit()
    logout_user()
    flash(gettext("You are signed out on every device."))
    return redirect(url_for("home.landing"), 303)


@bp.post("/language")
@access(P.ANYWHERE)
def set_locale() -> ResponseReturnValue:
    """Choose the language; kept in a cookie, and with the account."""
    wish = request.form.get("locale", "")
    if wish not in language.LOCALES:
        abort(422)
    if g.visitor.is_signed_in:
        g.visitor.account.locale = wish
        db.session.add(g.visitor.account)
        db.commit()
    back = urlsplit(request.referrer or "")
    response = redirect(safe_address(back.path + ("?" + back.query if back.query else "")), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(language.COOKIE, wish, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
    return response
