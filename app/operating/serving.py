"""`serve`: what must hold before anyone is served, then the HTTP processes and the worker, each kept alive."""

import os
import socket
import sys
from functools import partial
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.demo import cards
from app.operating import first_steps, http, metrics, ready, worker
from app.operating.commands import make_ready, settings_in_force
from app.operating.processes import Process, Supervisor
from app.privacy import operator
from tenants import db
from tenants.cli_output import Sentence

HANDOVER = 3.0  # seconds in which an earlier server may still leave the port


@click.command("serve")
@click.option("--host", help="Default: HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: PORT.")
@click.option("--workers", type=click.IntRange(1, 256), help="HTTP processes, one a core; default: WORKERS.")
@click.option("--threads", type=click.IntRange(1, 256), help="Pages drawn at once in each; default: THREADS.")
@click.option("--no-worker", is_flag=True, help="Only HTTP: the worker runs elsewhere (`flask --app wsgi worker`).")
@click.option("--setup", "first", is_flag=True, help="Make everything ready first, as `setup` does.")
@with_appcontext
def serve(first: bool, no_worker: bool, **given: Any) -> None:
    """Serve until Ctrl-C."""
    settings = settings_in_force()
    host, port, workers, threads = (
        given[name] or getattr(settings, name) for name in ("host", "port", "workers", "threads")
    )
    door = _door(host, port)
    if first:  # in this process: the product is loaded once
        make_ready()
        if left := first_steps.to_do():
            click.echo(left, err=True)
    elif (concern := operator.concern(settings)) is not None:
        click.echo(concern, err=True)
    ready.refuse_unready()
    for line in cards.links(f"http://{host}:{port}"):
        click.echo(line)
    click.echo(f"Gongzhi is at http://{host}:{port} (Ctrl-C stops it)")
    sys.stdout.flush()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy; threads have no current application
    numbers = range(1, workers + 1)
    processes = [Process(f"HTTP process {number}", partial(_answer, app, door, threads, number)) for number in numbers]
    if not no_worker:
        processes.append(Process("the worker", _work))
    metrics.measure(app, settings.instance / f"metrics-{port}")
    app.test_client().get("/find")  # what the first page loads is loaded once, before the others are forked
    db.engines.dispose()
    door.listen(http.WAITING)
    Supervisor(processes).run()


def _answer(app: Flask, door: socket.socket, threads: int, number: int) -> None:
    metrics.make_room(app, number)
    http.serve(app, door, threads)


def _work() -> None:
    os.nice(10)  # people go first
    worker.work_until_told()


def _door(host: str, port: int) -> socket.socket:
    """Bound before anything is loaded, so that a port that is taken is said at once."""
    try:
        return http.bind(host, port, HANDOVER)
    except OSError as error:
        raise Sentence(f"Port {port} on {host} cannot be used ({error.strerror}): set PORT to another.") from None
