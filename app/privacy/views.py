"""The privacy notice, the terms, the statement on accessibility, and where to complain; who runs this instance."""

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from markupsafe import Markup

from app.access import P
from app.core import clock, profiles
from app.privacy import operator, texts
from app.privacy.operations import Shown
from app.privacy.operator import INVENTED, Operator
from app.web.door import access
from app.web.formats import as_phones

bp = Blueprint("privacy", __name__)


@bp.get("/privacy")
@access(P.ANYWHERE)
def notice() -> ResponseReturnValue:
    """In force or, with ?version=, an earlier one."""
    return _page("privacy")


@bp.get("/terms")
@access(P.ANYWHERE)
def terms() -> ResponseReturnValue:
    return _page("terms")


@bp.get("/accessibility")
@access(P.ANYWHERE)
def accessibility() -> ResponseReturnValue:
    return _page("accessibility")


def _page(kind: str) -> ResponseReturnValue:
    profile = current_app.config["SETTINGS"].profile
    known, now = texts.versions(profile, kind), _in_force(kind)
    wanted = request.args.get("version", now)
    if wanted not in known:
        abort(404)
    text = texts.text(profile, kind, wanted, _language(), here())
    earlier = [day for day in reversed(known) if day < now and day != wanted]
    return render_template("privacy/text.html", text=text, now=now, earlier=earlier)


@bp.get("/complaints")
@access(P.ANYWHERE)
def complaints() -> ResponseReturnValue:
    """Whom to write to or telephone; signed out, too."""
    opening = profiles.profile(current_app.config["SETTINGS"].profile)["opening"]
    hotline = opening.get("hotline", {}).get(_language())
    return render_template("privacy/complaints.html", operator=here(), hotline=hotline)


def here() -> Operator | None:
    """Who runs this instance; in the demo somebody invented; None where the settings do not say it."""
    settings = current_app.config["SETTINGS"]
    return operator.given(settings) or (_invented() if operator.holds_demo() else None)


def _invented() -> Operator:
    return Operator(*(gettext(words) if words else "" for words in INVENTED))


@bp.app_template_global()
def operator_here(demo: bool) -> Operator | None:
    """For the foot of every page, which asks the database nothing: the page knows whether it is a demo's."""
    return operator.given(current_app.config["SETTINGS"]) or (_invented() if demo else None)


@bp.app_template_filter()
def reach(contact: str) -> Markup:
    """A number that can be called, or an address that can be written to."""
    if "@" in contact:
        return Markup('<a href="mailto:{0}">{0}</a>').format(contact)
    return as_phones(contact)


def _language() -> str:
    return str(get_locale())[:2]


def _in_force(kind: str) -> str:
    profile = current_app.config["SETTINGS"].profile
    return texts.in_force(profile, kind, clock.local(clock.now(), profiles.profile(profile)["zone"]).date())


def shown() -> Shown:
    """What somebody agrees to now."""
    settings = current_app.config["SETTINGS"]
    days = tuple(_in_force(kind) for kind in texts.AGREED_TO)
    return Shown(days[0], texts.seal(settings.profile, days, operator.given(settings)), str(get_locale()))


def shut() -> ResponseReturnValue | None:
    """The page in place of one that would take an account or a contact, where nobody says who would keep it."""
    if not operator.shut(current_app.config["SETTINGS"]):
        return None
    return render_template("privacy/shut.html"), 503
