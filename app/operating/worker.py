"""Does what was asked for: jobs that are due, scores that are dirty; messages leave in lanes beside it (lanes.py).

Safe to run several.
"""

import logging
import signal
import sys
import time
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import delete

from app.accounts import appointments, codes
from app.accounts import operations as accounts
from app.operating import closing, due_communities, lanes, ready, rounds
from app.outbox import failures
from app.outbox.jobs import communities_with_due_jobs, run_jobs
from app.outbox.messages import tidy
from app.outbox.models import AccountMessage
from app.score import publishing
from tenants import db
from tenants.each_community import first_line
from tenants.models import RateCount

PAUSE = 2.0  # seconds between rounds that found nothing
log = logging.getLogger("gongzhi.worker")


def run_once(say: Callable[[str], object] = str) -> int:
    """Every job and score that is due now; how many things were done."""
    done = due_communities.for_each(
        due_communities.or_all(communities_with_due_jobs), lambda community_id: run_jobs(community_id, say)
    )
    done += due_communities.for_each(due_communities.or_all(publishing.dirty_communities), publishing.refresh_dirty)
    closing.move_on()
    _forget()
    return done


def _forget() -> None:
    """What no limit counts any more, and messages that ended."""
    with db.unbound(write=True):
        codes.forget_old()
        appointments.forget_old()
        accounts.forget_sessions()
        tidy(AccountMessage)
        db.session.execute(delete(RateCount).where(RateCount.expires_at < time.time() - 60))
        db.commit()


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and stop; exit 1 where a job failed.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Do jobs, closings, messages and dirty scores."""
    ready.refuse_unready()
    if not once:
        work_until_told()
        return
    before = set(failures.failed())
    with lanes.one_round(_app()):
        click.echo(f"{run_once(_say)} jobs done", err=True)
    rounds.note()
    if now := [job for job in failures.failed() if job not in before]:
        click.echo(f"{len(now)} jobs failed: `flask --app wsgi jobs failed` names them.", err=True)
        sys.exit(1)


def work_until_told() -> None:
    """Round after round, until SIGTERM or Ctrl-C."""
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: stop.append(number))
    with lanes.beside(_app()):
        while not stop:
            if not _round():
                time.sleep(PAUSE)


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy; threads have no current application


def _round() -> int:
    """One round of a worker that stays: a database that is locked or away is asked again after the pause."""
    try:
        done = run_once(_say)
        rounds.note()
    except Exception as error:
        log.warning("this round ended early: %s", first_line(error))
        db.engines.dispose()
        return 0
    return done


def _say(line: str) -> None:
    click.echo(line, err=True)
