"""Does what was asked for: jobs that are due, scores that are dirty; messages leave in lanes beside it (lanes.py).

Safe to run several.
"""

import logging
import os
import signal
import time
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete

from app.accounts import codes
from app.operating import lanes
from app.outbox.jobs import communities_with_due_jobs, run_jobs
from app.outbox.messages import tidy
from app.outbox.models import AccountMessage
from app.score import publishing
from tenants import db
from tenants.models import RateCount

PAUSE = 2.0  # seconds between rounds that found nothing
log = logging.getLogger("gongzhi.worker")


def run_once(say: Callable[[str], object] = str) -> int:
    """Every job and score that is due now; how many things were done."""
    done = 0
    for community_id in communities_with_due_jobs():
        done += run_jobs(community_id, say)
    for community_id in publishing.dirty_communities():
        publishing.refresh(community_id)
        done += 1
    _forget()
    return done


def _forget() -> None:
    """What no limit counts any more, and messages that ended."""
    with db.unbound(write=True):
        codes.forget_old()
        tidy(AccountMessage)
        db.session.execute(delete(RateCount).where(RateCount.expires_at < time.time() - 60))
        db.commit()


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@click.option("--beside", type=int, hidden=True, help="Stop when this process, the parent, is gone.")
@with_appcontext
def worker_command(once: bool, beside: int | None) -> None:
    """Do jobs, closings, messages and dirty scores."""
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stop.append(number))
    signal.signal(signal.SIGINT, lambda number, _frame: stop.append(number))
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy; threads have no current application
    if once:
        with lanes.one_round(app):
            click.echo(f"{run_once(_say)} jobs done", err=True)
        return
    with lanes.beside(app):
        while not stop and beside in (None, os.getppid()):
            if not _round():
                time.sleep(PAUSE)


def _round() -> int:
    """One round of a worker that stays: a database that is locked or away is asked again after the pause."""
    try:
        return run_once(_say)
    except Exception as error:
        log.warning("this round ended early: %s", str(error).splitlines()[0])
        db.engines.dispose()
        return 0


def _say(line: str) -> None:
    click.echo(line, err=True)
