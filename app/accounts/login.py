"""Flask-Login over revocable sessions: the cookie names a row of login_session, and the row can be ended."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_login import LoginManager, UserMixin, login_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account, LoginSession
from app.core import clock
from tenants import db

LASTS = timedelta(days=180)
manager = LoginManager()


class SignedIn(UserMixin):
    """What `current_user` is: an account and the login session it came by."""

    def __init__(self, login: LoginSession) -> None:
        self.login = login
        self.account: Account = login.account

    def get_id(self) -> str:
        return self.login.id.hex


def init_app(app: Flask) -> None:
    manager.session_protection = None  # phones change their address; what ends a session is its row
    manager.init_app(app)
    manager.user_loader(_load)


_LOGIN = (  # built once: every signed-in request asks it
    select(LoginSession).where(LoginSession.id == bindparam("key")).options(joinedload(LoginSession.account))
)


def _load(login_id: str) -> SignedIn | None:
    try:
        key = uuid.UUID(login_id)
    except ValueError:
        return None
    login = db.session.scalar(_LOGIN, {"key": key})
    if login is None or login.ended_at or login.expires_at <= clock.now():
        return None
    return SignedIn(login)


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
