"""`serve`: what must hold before anyone is served, then granian, with the worker beside it on SQLite."""

import os
import socket
import subprocess
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from app.demo import cards
from app.operating.commands import roles, settings_in_force, setup, why
from tenants import db
from tenants.cli_output import Sentence
from tenants.rls import too_mighty


@click.command("serve")
@click.option("--host", help="Default: HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: PORT.")
@click.option("--workers", type=click.IntRange(1, 256), help="One a core; default: WORKERS.")
@click.option("--setup", "first", is_flag=True, help="Make everything ready first, as `setup` does.")
@click.pass_context
@with_appcontext
def serve(context: click.Context, host: str | None, port: int | None, workers: int | None, first: bool) -> None:
    """Serve with granian until Ctrl-C."""
    settings = settings_in_force()
    host, port, workers = host or settings.host, port or settings.port, workers or settings.workers
    _refuse_taken_port(host, port)
    if first:  # in this process: the product is loaded once
        context.invoke(setup, no_demo=False, assets_only=False)
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
        raise Sentence(why(error)) from None
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
        raise Sentence(why(error)) from None
    if reason:
        raise Sentence(f"The role of DATABASE_URL {reason}; give the app a role of its own (flask db roles).")
