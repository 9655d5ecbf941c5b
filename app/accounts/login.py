"""Flask-Login over revocable sessions: the cookie names a row of login_session, and the row can be ended."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_login import LoginManager, UserMixin, login_user

from app.accounts.models import Account, LoginSession
from app.core import clock
from tenants import db

LASTS = timedelta(days=180)
manager = LoginManager()


class SignedIn(UserMixin):
    """What `current_user` is: an account, the login session it came by, and what was read with it of its place here."""

    def __init__(self, login: LoginSession, here: Sequence[Any] = ()) -> None:
        self.login = login
        self.account: Account = login.account
        self.here = here

    def get_id(self) -> str:
        return self.login.id.hex


def init_app(app: Flask) -> None:
    manager.session_protection = None  # phones change their address; what ends a session is its row
    manager.init_app(app)


def key_of(login_id: str) -> uuid.UUID | None:
    """The id of a login as a cookie names it; None where it names none."""
    try:
        return uuid.UUID(login_id)
    except ValueError:
        return None


def holds(login: LoginSession) -> bool:
    """Whether who comes by it is still signed in."""
    return login.ended_at is None and login.expires_at > clock.now()


def start(account: Account) -> LoginSession:
    """Sign this browser in. The caller commits."""
    now = clock.now()
    login = LoginSession(account_id=account.id, device=_device(), created_at=now, expires_at=now + LASTS)
    login.account = account
    db.session.add(login)
    db.session.flush()  # the cookie carries its id
    login_user(SignedIn(login), remember=True, duration=LASTS)
    return login


def _device() -> str:
    agent: Any = request.user_agent.string or ""
    return agent[:80]
