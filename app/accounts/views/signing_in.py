"""Asking for a code, typing it, and leaving again."""

import math
import uuid
from datetime import datetime, timedelta

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import logout_user
from wtforms import Field

from app.access import P
from app.accounts import appointments, codes, contacts, letters, login, operations
from app.accounts.contacts import Contact
from app.accounts.forms import CodeForm, ContactForm, LinkForm
from app.accounts.models import Account, Appointment, CodeRequest
from app.accounts.views import bp, destination
from app.core import clock
from app.core.refusal import Refused
from app.outbox import channels
from app.outbox.messages import send_due
from app.privacy import operations as consents
from app.privacy import views as privacy
from app.web.door import access
from app.web.formats import sentence
from app.web.forms import Form
from app.web.html import nothing_left_behind
from app.web.limits import limited
from app.web.permalinks import permalink
from tenants import db
from tenants.models import Community, Region

REMEMBERED = 3  # requests of one browser: by phone, by e-mail, and once more


@bp.route("/sign-in", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limited("40 per 15 minutes")  # many neighbours share one address
def sign_in() -> ResponseReturnValue:
    """Ask for a code. The answer is the same whether the contact is known or not, and whether enough were sent."""
    if (page := privacy.shut()) is not None:
        return page
    if "next" in request.args:
        destination.remember(request.args["next"], request.args.get("wish", ""))
    shown = privacy.shown()
    form, then = ContactForm(shown=shown.seal), destination.chosen()
    if form.validate_on_submit():
        with form.attempt():
            form.must_be_shown(shown.seal)
            contact = contacts.read(form.contact.data, then.phone_region)
            channels.refuse_closed(current_app.config["SETTINGS"], contact.channel)
            asked = codes.ask(contact, str(get_locale()))
            db.commit()
            session["agreed"] = [shown.seal, clock.now().isoformat()]
            session["asked"] = [asked.id.hex, *session.get("asked", [])][:REMEMBERED]
            _send_now_if_console()
            return redirect(url_for(".code"), 303)
    return render_template("accounts/sign_in.html", form=form, then=then), form.status


def _send_now_if_console() -> None:
    """With only the console as channel nobody waits for a worker: the demo's codes are printed at once."""
    settings = current_app.config["SETTINGS"]
    if channels.only_console(settings):
        db.end_request()
        for name in channels.CHANNELS:
            send_due(settings, channels.channel_in_use(settings, name) or abort(500), letters.WAITING, 5)
        db.begin_request(write=True)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@access(P.ANYWHERE)
def code() -> ResponseReturnValue:
    """Type the code. Wrong ones are counted, and said."""
    asked, form = codes.requests_of(_asked()), CodeForm()
    if not asked or _agreed_at() is None:
        return redirect(url_for(".sign_in"), 303)
    if form.validate_on_submit():
        proved = codes.try_code(_asked(), form.code.data)
        if isinstance(proved, Contact):
            return _welcome(operations.account_of(proved))
        _say(form, proved, form.code)
    page = {"contact": Contact(asked[0].channel, asked[0].contact), "sent": asked[0].sent, "wait": _wait(asked[0])}
    return render_template("accounts/code.html", form=form, then=destination.chosen(), **page), form.status


def _agreed_at() -> datetime | None:
    """When this browser agreed to what is in force; None where it did not, or the texts were changed since."""
    seal, at = session.get("agreed", ("", ""))
    return datetime.fromisoformat(at) if seal == privacy.shown().seal else None


def _wait(asked: CodeRequest) -> int:
    """Minutes until another message may be sent there."""
    return max(0, math.ceil((asked.again_at - clock.now()) / timedelta(minutes=1)))


def _asked() -> list[uuid.UUID]:
    """What this browser asked for, as its signed cookie says."""
    return [uuid.UUID(key) for key in session.get("asked", [])]


@bp.route("/sign-in/link", methods=["GET", "POST"])
@access(P.ANYWHERE)
@limited("40 per 15 minutes")
def link() -> ResponseReturnValue:
    """The link of an appointment. It takes a tap, so that a mail program looking ahead does not use it up."""
    if (page := privacy.shut()) is not None:
        return page
    shown = privacy.shown()
    form = LinkForm(shown=shown.seal)
    try:
        appointment = appointments.read(_key(), request.args.get("code", ""), lock=request.method == "POST")
    except Refused as refused:
        return render_template("accounts/no_link.html", why=sentence(refused)), refused.status
    if form.validate_on_submit():
        with form.attempt():
            form.must_be_shown(shown.seal)
            session["agreed"] = [shown.seal, clock.now().isoformat()]
            return _take_up(appointment)
    office = {"place": appointments.place_of(appointment), "title": appointment.title}
    return render_template("accounts/link.html", form=form, **office), form.status


def _key() -> uuid.UUID:
    try:
        return uuid.UUID(request.args.get("id", ""))
    except ValueError:
        abort(404)


def _take_up(appointment: Appointment) -> ResponseReturnValue:
    """Signed in, and in office. A post is taken up in its community, once the account is there."""
    account, place = appointments.take_up(appointment), appointments.place_of(appointment)
    if isinstance(place, Region):
        destination.remember(permalink("region", region_code=place.code), "")
        return _welcome(account)
    destination.remember(permalink("desk", slug=place.slug), "")
    answer = _welcome(account)
    _take_post(account, appointment, place)
    return answer


def _take_post(account: Account, appointment: Appointment, community: Community) -> None:
    """Where it cannot be held, the person is signed in all the same, and reads why."""
    try:
        with db.as_community(community.id):
            appointments.take_up_in_community(account, appointment)
            db.commit()
    except Refused as refused:
        flash(sentence(refused))


def _say(form: Form, refused: Refused, field: Field | None = None) -> None:
    """Why not, beside the field or above the form. A wrong try stays counted, whatever follows."""
    db.commit()
    if field is None:
        form.form_errors.append(sentence(refused))
    else:
        field.errors = [*field.errors, sentence(refused)]
    form.refused_with = refused.status


def _welcome(account: Account) -> ResponseReturnValue:
    """A fresh session, so that nobody can have fixed it before."""
    then, wish = session.get("next"), session.get("wish", "")
    if (at := _agreed_at()) is not None:
        consents.agree(account.id, privacy.shown(), at)
    session.clear()
    login.start(account)
    db.commit()
    if not account.display_name:
        if then:
            destination.remember(then, wish)
        return redirect(url_for(".name"), 303)
    return redirect(destination.safe(then), 303)


@bp.post("/sign-out")
@access(P.ANYWHERE)
def sign_out() -> ResponseReturnValue:
    if g.visitor.is_signed_in:
        operations.end_session(g.visitor.login)
        db.commit()
    logout_user()
    session.pop("asked", None)
    return nothing_left_behind(redirect(permalink("landing"), 303))
