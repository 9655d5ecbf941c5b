"""Gongzhi 共治: residents propose, decide, take part and judge; those who serve them must answer."""

from types import SimpleNamespace

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.access.cli import permissions
from app.accounts import login
from app.accounts import offers as accounts
from app.audit import offers as audit
from app.board import offers as board
from app.commitments import offers as commitments
from app.community import cli as community_cli
from app.community import offers as community
from app.community import visitor_loading
from app.community.roll import cli as roll_cli
from app.core.registry import registry
from app.deliberation import offers as deliberation
from app.moderation import offers as moderation
from app.notifications import offers as notifications
from app.operating import backup, closing, commands, keys, ready, serving
from app.operating import offers as operating
from app.operating.jobs import jobs
from app.operating.worker import worker_command
from app.outbox import channels
from app.oversight import offers as oversight
from app.pages import offers as pages
from app.polls import cli as polls_cli
from app.polls import offers as polls
from app.privacy import offers as privacy
from app.proposals import offers as proposals
from app.ratings import offers as ratings
from app.score import cli as score_cli
from app.score import dirty
from app.score import offers as score
from app.volunteering import offers as volunteering
from app.web import (
    assets,
    bidi,
    compression,
    csrf,
    drawing,
    errors,
    fields,
    html,
    icons,
    language,
    limits,
    page_memory,
    paused,
    request_checks,
    terms,
    uploads,
    wording,
)
from config import Settings
from tenants import cli as tenants_cli
from tenants import db, regions_cli, resolve
from tenants.engines import Engines

EXTENSIONS = (
    uploads,
    page_memory,
    channels,
    drawing,
    icons,
    fields,
    assets,
    terms,
    errors,
    request_checks,
    limits,
    resolve,
    language,
    wording,
    login,
    html,
    visitor_loading,
    paused,
    csrf,
    dirty,
    compression,
    bidi,
)
FEATURES = (
    pages, accounts, privacy, notifications, audit, community, board, commitments, proposals, deliberation, polls, ratings, volunteering,
    moderation, score,
    oversight, operating,
)  # fmt: skip
COMMANDS = (
    permissions, commands.setup, serving.serve, commands.database, commands.demo_group, closing.keys_group, worker_command, jobs,
    backup.backup, backup.restore,
    tenants_cli.communities, regions_cli.regions, regions_cli.body_lists, community_cli.people, roll_cli.households, polls_cli.polls_cli, score_cli.score_cli,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """The application for these settings."""
    app = Flask(__name__, template_folder="../templates", instance_path=str(settings.instance))
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # nothing is a coroutine: Flask would look each time
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
    registry.compose(feature.OFFERS for feature in FEATURES)
    app.jinja_env.globals["P"] = SimpleNamespace(**registry.permissions())
    for blueprint in registry.all("blueprints"):
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(ready.told(command))
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 3)  # type: ignore[method-assign]  # Flask's own way to wrap it
    return app
