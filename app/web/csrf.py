"""Every POST carries a token of its session (CSRF); choosing how one reads needs none, so strangers need no session.

Nor do the demo's role cards: nobody real is behind them, and they work again and again, in two tabs at once.
"""

from flask import Flask
from flask_wtf import CSRFProtect

protect = CSRFProtect()


def init_app(app: Flask) -> None:
    protect.init_app(app)
    protect.exempt("app.accounts.views.me.set_locale")
    protect.exempt("app.accounts.views.me.set_text_size")
    protect.exempt("app.pages.demo_entrance.sign_in")
