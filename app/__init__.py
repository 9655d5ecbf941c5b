"""Gongzhi 共治: residents propose, decide, take part and judge; those who serve them must answer."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts import login
from app.accounts import views as accounts
from app.audit import views as audit
from app.board import views as board
from app.community import cli as community_cli
from app.community import desk, visitor_loading
from app.community import views as community
from app.deliberation import views as deliberation
from app.moderation import views as moderation
from app.notifications import views as notifications
from app.operating import commands, keys, serving
from app.operating.worker import worker_command
from app.oversight import views as oversight
from app.pages import demo_entrance as demo_entrance
from app.pages import proposal_page
from app.pages import views as home
from app.polls import cli as polls_cli
from app.polls import views as polls
from app.proposals import views as proposals
from app.ratings import views as ratings
from app.score import cli as score_cli
from app.score import dirty
from app.score import views as score
from app.volunteering import views as volunteering
from app.web import assets, compression, csrf, errors, html, language, limits, terms
from config import Settings
from tenants import cli as tenants_cli
from tenants import db, resolve
from tenants.engines import Engines

EXTENSIONS = (
    assets,
    terms,
    errors,
    limits,
    resolve,
    language,
    login,
    html,
    visitor_loading,
    csrf,
    dirty,
    compression,
)
FEATURES = (
    home, demo_entrance, proposal_page, accounts, notifications, audit, community, desk, board, proposals, deliberation, polls, volunteering, ratings,
    moderation, score, oversight,
)  # fmt: skip
COMMANDS = (
    commands.setup, serving.serve, commands.database, commands.demo_group, worker_command,
    tenants_cli.communities, community_cli.people, polls_cli.polls_cli, score_cli.score_cli,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """The application for these settings."""
    app = Flask(__name__, template_folder="../templates", instance_path=str(settings.instance))
    app.config.from_mapping(keys.flask_config(settings))
    db.connect(
        Engines(
            settings.database_url,
            settings.database_superior_url,
            settings.database_reader_url,
            settings.database_owner_url,
        )
    )
    for extension in EXTENSIONS:
        extension.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature.bp)
    for command in COMMANDS:
        app.cli.add_command(command)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 3)  # type: ignore[method-assign]
    return app
