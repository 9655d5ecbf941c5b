"""The operator's commands: `setup`, `db …`, `demo …`. `serve` stands in app/operating/serving.py, those of features in their packages."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from app import demo as demo_data
from app.operating import schema
from app.web import assets, catalogues
from config import Settings
from tenants import db
from tenants.cli_output import Sentence
from tenants.rls import Roles, make_roles

database = AppGroup("db", help="The database: upgrade, check, roles.")
demo_group = AppGroup("demo", help="The demo: load, erase.")


def settings_in_force() -> Settings:
    return current_app.config["SETTINGS"]


def roles() -> Roles | None:
    """Who is granted what on PostgreSQL; None on SQLite."""
    settings = settings_in_force()
    if settings.is_sqlite:
        return None
    urls = (settings.database_url, settings.database_superior_url, settings.database_reader_url)
    names = ("DATABASE_URL", "DATABASE_SUPERIOR_URL", "DATABASE_READER_URL")
    if missing := [name for name, url in zip(names, urls, strict=True) if not url]:
        raise Sentence(f"Set {', '.join(missing)}: on PostgreSQL each role has its own address (README).")
    return Roles.from_urls(*urls)  # type: ignore[arg-type]  # none is missing: see the line above


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
        raise Sentence(why(error, what)) from None


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
    if not db.engines.is_sqlite and not settings_in_force().database_owner_url:
        raise Sentence("Set DATABASE_OWNER_URL: on PostgreSQL the tables belong to a role of their own (README).")
    return db.engines.app if db.engines.is_sqlite else db.engines.owner


def why(error: Exception, what: str = "database") -> str:
    said = str(getattr(error, "orig", error)).strip().splitlines()[0]
    if any(words in said for words in ("disk is full", "No space left", "disk I/O error")):
        return f"The disk is full, there is no room for the {what}: free some space and start again."
    return f"The database cannot be used: {said}"


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
    settings = settings_in_force()
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
