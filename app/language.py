"""Which language a page is in: the account's choice, then the cookie's, then the browser's."""

from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel

LOCALES = {"zh_Hans": "简体中文", "en": "English"}
COOKIE = "locale"
babel = Babel()


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(app.root_path) / "translations")
    babel.init_app(app, default_locale="en", locale_selector=chosen)
    app.jinja_env.globals["LOCALES"] = LOCALES


def chosen() -> str:
    """One of LOCALES. Every `zh…` means zh_Hans: a bare `zh_CN` would find no catalogue."""
    if not has_request_context():
        return "en"
    visitor = g.get("visitor")
    account = visitor.account if visitor is not None else None
    for wish in (account and account.locale, request.cookies.get(COOKIE)):
        if wish in LOCALES:
            return wish
    return best(request.accept_languages.values())


def best(wishes: "list[str] | object") -> str:
    for wish in wishes:  # type: ignore[attr-defined]
        if wish.lower().startswith("zh"):
            return "zh_Hans"
        if wish.lower().startswith("en"):
            return "en"
    return "zh_Hans" if not list(wishes) else "en"  # type: ignore[call-overload]
