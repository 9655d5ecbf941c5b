"""The operator's commands: `setup`, `serve`, `db …`, `demo …`. Those of features stand in their packages."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from app import assets, catalogues, schema
from app import demo as demo_data
from app.demo import cards
from config import Settings
from tenants import db
from tenants.rls import Roles, make_roles, too_mighty
from tenants.saying import Sentence

database = AppGroup("db", help="The database: upgrade, check, roles.")
demo_group = AppGroup("demo", help="The demo: load, erase.")


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def roles() -> Roles | None:
    """Who is granted what on PostgreSQL; None on SQLite."""
    settings = _settings()
    if settings.is_sqlite:
        return None
    urls = (settings.database_url, settings.database_superior_url, settings.database_reader_url)
    names = ("DATABASE_URL", "DATABASE_SUPERIOR_URL", "DATABASE_READER_URL")
    if missing := [name for name, url in zip(names, urls, strict=True) if not url]:
        raise Sentence(f"Set {', '.join(missing)}: on PostgreSQL each role has its own address (README).")
    return Roles.from_urls(*urls)  # type: ignore[arg-type]


@click.command("setup")
@click.option("--no-demo", is_flag=True, help="Do not load the demo into a new database.")
@click.option("--assets-only", is_flag=True, help="Bring the browser files and compile messages, nothing else.")
@with_appcontext
def setup(no_demo: bool, assets_only: bool) -> None:
    """Make everything ready to serve: browser files, messages, database, demo. Safe to repeat."""
    for warning in assets.fetch(Path(current_app.static_folder or "static")):
        click.echo(warning, err=True)
    catalogues.compile_all()
    if assets_only:
        return
    what = "database"
    try:
        if _upgrade() and not no_demo:
            demo_data.want()
        if demo_data.is_wanted():  # also where an earlier start was interrupted
            what = "demo"
            demo_data.load(progress=lambda line: click.echo(line, err=True))
    except DatabaseError as error:
        raise Sentence(_why(error, what)) from None


def _upgrade() -> bool:
    """Migrate; True where the database was empty before."""
    if db.engines.is_sqlite and db.engines.app.url.database:
        Path(db.engines.app.url.database).parent.mkdir(parents=True, exist_ok=True)
    with _owner().begin() as connection:
        fresh = not inspect(connection).has_table("community")
        if fresh or not schema.is_current(connection):
            schema.upgrade(connection, roles())
    return fresh


def _owner() -> Engine:
    """Who may change the tables."""
    if not db.engines.is_sqlite and not _settings().database_owner_url:
        raise Sentence("Set DATABASE_OWNER_URL: on PostgreSQL the tables belong to a role of their own (README).")
    return db.engines.app if db.engines.is_sqlite else db.engines.owner


def _why(error: Exception, what: str = "database") -> str:
    said = str(getattr(error, "orig", error)).strip().splitlines()[0]
    if any(words in said for words in ("disk is full", "No space left", "disk I/O error")):
        return f"The disk is full, there is no room for the {what}: free some space and start again."
    return f"The database cannot be used: {said}"


@click.command("serve")
@click.option("--host", help="Default: HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: PORT.")
@click.option("--workers", type=click.IntRange(1, 256), help="One a core; default: WORKERS.")
@click.option("--setup", "first", is_flag=True, help="Make everything ready first, as `setup` does.")
@click.pass_context
@with_appcontext
def serve(context: click.Context, host: str | None, port: int | None, workers: int | None, first: bool) -> None:
    """Serve with granian until Ctrl-C."""
    if first:  # in this process: the product is loaded once
        context.invoke(setup, no_demo=False, assets_only=False)
    settings = _settings()
    host, port, workers = host or settings.host, port or settings.port, workers or settings.workers
    _refuse_taken_port(host, port)
    _refuse_unready()
    refuse_mighty_role()
    for line in cards.links(f"http://{host}:{port}"):
        click.echo(line)
    click.echo(f"Gongzhi is at http://{host}:{port} (Ctrl-C stops it)")
    sys.stdout.flush()
    db.engines.dispose()
    if db.engines.is_sqlite:  # one machine, one command: the worker runs beside the server and ends with it
        beside = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--beside", str(os.getpid())]
        subprocess.Popen(beside, preexec_fn=lambda: os.nice(10))  # noqa: S603  (no thread runs yet; people go first)
    _granian(host, port, workers)


def _granian(host: str, port: int, workers: int) -> None:
    """Its workers are forked from this process, which has loaded the product and holds no connection."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "wsgi:app", host, port, interface=Interfaces.WSGI, workers=workers, blocking_threads=1, log_level=LogLevels.warning,
        workers_kill_timeout=3,  # a terminal's Ctrl-C reaches them twice, and may hang one
    ).serve()  # fmt: skip


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Sentence(f"Port {port} on {host} cannot be used ({error.strerror}): set PORT to another.") from None


def _refuse_unready() -> None:
    try:
        with db.engines.app.connect() as connection:
            ready = inspect(connection).has_table("community")
    except DatabaseError as error:
        raise Sentence(_why(error)) from None
    if not ready:
        raise Sentence("The database is not set up yet: run `flask --app wsgi setup` first.")


def refuse_mighty_role() -> None:
    """The server does not start with a database role that row-level security cannot hold."""
    if db.engines.is_sqlite:
        return
    roles()
    try:
        with db.engines.app.connect() as connection:
            reason = too_mighty(connection)
    except DatabaseError as error:
        raise Sentence(_why(error)) from None
    if reason:
        raise Sentence(f"The role of DATABASE_URL {reason}; give the app a role of its own (flask db roles).")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database up to this version."""
    _upgrade()
    click.echo("The database is current.", err=True)


@database.command("check")
def check() -> None:
    """Say whether tables and migrations agree; exit 1 where they do not."""
    with _owner().connect() as connection:
        found = schema.differences(connection) or (
            [] if schema.is_current(connection) else ["not at the last migration"]
        )
    for difference in found:
        click.echo(str(difference), err=True)
    sys.exit(1 if found else 0)


@database.command("roles")
def make() -> None:
    """Create the three login roles of PostgreSQL that the addresses name (as DATABASE_OWNER_URL)."""
    if db.engines.is_sqlite:
        raise Sentence("SQLite has no roles: nothing to do.")
    roles()
    settings = _settings()
    urls = (settings.database_url, settings.database_superior_url, settings.database_reader_url)
    with _owner().begin() as connection:
        for name in make_roles(connection, [url for url in urls if url]):
            click.echo(f"Role {name} is ready.", err=True)


@demo_group.command("load")
def load() -> None:
    """Load the invented communities. Refuses where real members are."""
    demo_data.load(progress=lambda line: click.echo(line, err=True))


@demo_group.command("erase")
def erase() -> None:
    """Erase the invented communities and everything in them."""
    demo_data.erase(progress=lambda line: click.echo(line, err=True))
