"""Asking for a code, typing it, and leaving again."""

import uuid

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_limiter.util import get_remote_address
from flask_login import logout_user

from app.access import P
from app.accounts import contacts, login, operations
from app.accounts.contacts import Contact
from app.accounts.forms import CodeForm, ContactForm, LinkForm
from app.accounts.models import Account
from app.accounts.views import bp, safe_address
from app.core import profiles
from app.core.encryption import blind_index
from app.core.refusal import Refused
from app.outbox import channels, delivery
from app.web import language
from app.web.door import access
from app.web.formats import sentence
from app.web.forms import Form
from app.web.limits import limiter
from app.web.permalinks import permalink
from tenants import db


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


def _by_contact_and_address() -> str:
    """Whoever asks too often for somebody's code is slowed down, not the one it belongs to."""
    return f"{_by_contact()}/{get_remote_address()}"


@bp.route("/sign-in", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limiter.limit("100 per hour", methods=["POST"])  # many neighbours share one address
@limiter.limit("5 per 10 minutes; 20 per day", key_func=_by_contact_and_address, methods=["POST"])
@limiter.limit("60 per day", key_func=_by_contact, methods=["POST"])  # well above what one address can use up
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
    if form.validate_on_submit() and (account := _tried(form, asked.id, form.code.data)) is not None:
        return _welcome(account)
    contact = Contact(asked.channel, asked.contact)
    return render_template("accounts/code.html", form=form, contact=contact), form.status


@bp.route("/sign-in/link", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limiter.limit("100 per hour", methods=["POST"])
def link() -> ResponseReturnValue:
    """A link from the operator. It takes a tap, so that a mail program looking ahead does not use it up."""
    try:
        key = uuid.UUID(request.args.get("id", ""))
    except ValueError:
        abort(404)
    form = LinkForm()
    if form.validate_on_submit() and (account := _tried(form, key, request.args.get("code", ""))) is not None:
        return _welcome(account)
    return render_template("accounts/link.html", form=form), form.status


def _asked_code() -> uuid.UUID | None:
    return uuid.UUID(session["code"]) if "code" in session else None


def _tried(form: Form, key: uuid.UUID, typed: str) -> Account | None:
    """The account whose code this is. A wrong try counts, whatever follows, and is said on the form."""
    tried = operations.try_code(key, typed)
    if tried.refusal is not None:
        db.commit()
        form.form_errors.append(sentence(tried.refusal))
        form.refused_with = tried.refusal.status
    return tried.account


def _welcome(account: Account) -> ResponseReturnValue:
    """A fresh session, so that nobody can have fixed it before."""
    then = session.get("next") or permalink("landing")
    session.clear()
    login.start(account)
    db.commit()
    if not account.display_name:
        session["next"] = then
        return redirect(url_for(".name"), 303)
    return redirect(then, 303)


@bp.post("/sign-out")
@access(P.ANYWHERE)
def sign_out() -> ResponseReturnValue:
    if g.visitor.is_signed_in:
        operations.end_session(g.visitor.login)
        db.commit()
    logout_user()
    session.pop("code", None)
    return redirect(permalink("landing"), 303)
