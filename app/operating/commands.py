"""The operator's commands: `setup`, `db …`, `demo …`. `serve` stands in app/operating/serving.py, those of features in their packages."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DatabaseError, ProgrammingError

from app import demo as demo_data
from app.operating import closing, files, first_steps, ready, schema
from app.web import assets, catalogues
from config import Settings
from tenants import db
from tenants.cli_output import Sentence
from tenants.engines import connect
from tenants.rls import role_statements, wait_for_turn

database = AppGroup("db", help="The database: upgrade, check, roles.")
demo_group = AppGroup("demo", help="The demo: load, erase.")


def settings_in_force() -> Settings:
    return current_app.config["SETTINGS"]


@click.command("setup")
@click.option("--no-demo", is_flag=True, help="Do not load the demo into a new database.")
@click.option("--assets-only", is_flag=True, help="Bring the browser files and compile messages, nothing else.")
@with_appcontext
def setup(no_demo: bool, assets_only: bool) -> None:
    """Make everything ready to serve: browser files, messages, database, demo. Safe to repeat."""
    make_ready(no_demo, assets_only)
    if not assets_only:
        click.echo(first_steps.to_do(first_steps.SERVE), err=True)


def make_ready(no_demo: bool = False, assets_only: bool = False) -> None:
    """What `setup` does, and `serve --setup` before it serves."""
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
        raise Sentence(ready.why(error, what)) from None


def _upgrade() -> bool:
    """Migrate; True where the database was empty before. Two at once: one waits, and finds it done."""
    if db.engines.is_sqlite:
        files.make_private(Path(str(db.engines.app.url.database)))
    elif not settings_in_force().database_owner_url and _is_current():
        return False  # the owner's address need not stand where people are served
    with owner().begin() as connection:
        wait_for_turn(connection)
        found = schema.state(connection)
        if found is schema.State.NEWER:
            raise Sentence(f"The database is {found}.")
        if found is not schema.State.CURRENT:
            schema.upgrade(connection, ready.roles())
    ready.refuse_other_keys()
    closing.make_ready()
    return found is schema.State.ABSENT


def _is_current() -> bool:
    with db.engines.app.connect() as connection:
        return schema.state(connection) is schema.State.CURRENT


def owner() -> Engine:
    """Who may change the tables."""
    if not db.engines.is_sqlite and not settings_in_force().database_owner_url:
        raise Sentence("Set DATABASE_OWNER_URL: on PostgreSQL the tables belong to a role of their own (README).")
    return db.engines.writing if db.engines.is_sqlite else db.engines.owner


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database up to this version."""
    _upgrade()
    click.echo("The database is current.", err=True)


@database.command("check")
def check() -> None:
    """Say whether tables and migrations agree; exit 1 where they do not."""
    with owner().connect() as connection:
        state = schema.state(connection)
        found = [] if state is schema.State.CURRENT else [f"The database is {state}."]
        found = found or schema.differences(connection)
    for difference in found:
        click.echo(str(difference), err=True)
    sys.exit(1 if found else 0)


@database.command("roles")
@click.option("--sql", is_flag=True, help="Print the statements for the administrator's psql, and run nothing.")
def make(sql: bool) -> None:
    """Create the three login roles of PostgreSQL that the addresses name, once, as DATABASE_ADMIN_URL."""
    if db.engines.is_sqlite:
        raise Sentence("SQLite has no roles: nothing to do.")
    ready.roles()
    settings = settings_in_force()
    urls = [settings.database_url, settings.database_superior_url or "", settings.database_reader_url or ""]
    if sql:
        for statement in role_statements(urls):
            click.echo(f"{statement};")
        return
    administrator = connect(settings.database_admin_url) if settings.database_admin_url else owner()
    try:
        with administrator.begin() as connection:
            for statement in role_statements(urls):
                connection.exec_driver_sql(statement.replace("%", "%%"))
    except ProgrammingError as error:
        raise Sentence(
            f"{ready.why(error)}. Let the administrator of PostgreSQL run what `db roles --sql` prints."
        ) from None
    for url in urls:
        click.echo(f"Role {make_url(url).username} is ready.", err=True)


@demo_group.command("load")
def load() -> None:
    """Load the invented communities. Refuses where real members are."""
    demo_data.load(progress=lambda line: click.echo(line, err=True))


@demo_group.command("erase")
def erase() -> None:
    """Erase the invented communities and everything in them."""
    demo_data.erase(progress=lambda line: click.echo(line, err=True))
