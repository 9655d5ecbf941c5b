"""Which language a page is in, and how large: the account's choice, then the cookie's, then the browser's."""

from collections.abc import Container
from pathlib import Path

from babel import negotiate_locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

from app.core import profiles
from app.web import terms

LOCALES = {"zh_Hans": "简体中文", "en": "English"}
OWN_NAMES = {"zh_Hans": "中文", "en": "English"}  # short, for the foot of every page
CATALOGUES = {"zh": "zh_Hans", "en": "en"}  # by the language of a wish
TEXT_SIZES = ("normal", "elder")
babel = Babel()


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(app.root_path) / "translations")
    babel.init_app(app, default_locale="en", locale_selector=chosen)
    app.jinja_env.globals.update(LOCALES=LOCALES, OWN_NAMES=OWN_NAMES, text_size=text_size)
    app.jinja_env.filters["language_tag"] = tag


def chosen() -> str:
    """One of LOCALES; where the browser asks for none of them, the language of the place."""
    if not has_request_context():
        return "en"
    return wished() or profiles.language(terms.in_force())


def wished() -> str | None:
    """The reader's own choice; None where the place's language is theirs."""
    return _wish("locale", LOCALES) or asked_for()


def other(locale: str) -> str:
    """The language that a page offers beside its own."""
    return "en" if locale == "zh_Hans" else "zh_Hans"


def tag(locale: str) -> str:
    """As HTML names it: "zh-Hans"."""
    return locale.replace("_", "-")


def text_size() -> str:
    """One of TEXT_SIZES; "elder" is large text with large buttons (长辈版)."""
    return _wish("text_size", TEXT_SIZES) or "normal"


def _wish(name: str, known: Container[str]) -> str | None:
    visitor = g.get("visitor")
    account = visitor.account if visitor is not None else None
    for wish in (getattr(account, name, None), request.cookies.get(name)):
        if wish in known:
            return wish
    return None


def asked_for() -> str | None:
    """What the browser asks for. Every `zh…` means zh_Hans: a bare `zh_CN` would find no catalogue."""
    wishes = [wish for wish, quality in request.accept_languages if quality > 0]
    found = negotiate_locale(wishes, CATALOGUES, sep="-")
    return CATALOGUES[found] if found else None
