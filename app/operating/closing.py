"""Moves the closing key on once what closed is counted, and makes, checks or replaces its file.

The key is moved by one process at a time, which holds the file's lock while it asks the database what still waits.
Whoever seals something holds it too, shared, until their commit (app/core/sealing.py): so nothing is ever sealed
under a step that is being destroyed.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import UTC, date, timedelta
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.core import clock, closing_key, sealing
from app.core.closing_key import KeyMissing
from app.core.sealing import LONGEST_WAIT
from app.polls import closing as polls
from app.polls.models import Poll, PollState
from app.ratings import closing as ratings
from app.ratings import drawing
from app.ratings.models import RatingRound, RoundState
from tenants import across_communities, db
from tenants.cli_output import Sentence
from tenants.each_community import first_line
from tenants.models import Instance

# What is sealed: the class, how it stands until it is counted, its seal, and how it becomes void.
SEALED: tuple[tuple[Any, Any, Callable[[Any], sealing.Seal], Callable[[Any, sealing.Lost], None]], ...] = (
    (Poll, PollState.NOTICED, polls.seal_of, polls.void),
    (RatingRound, RoundState.OPEN, drawing.seal_of, ratings.void),
)
CHAIN = "closing key"  # the row of `instance` that names the file's chain
log = logging.getLogger("gongzhi.worker")
keys_group = AppGroup("keys", help="The keys: rotate those of fields, renew the closing key where it was lost.")


def move_on() -> None:
    """Destroy the steps whose votes and rounds are all counted, and those of a week ago whatever they hold."""
    try:
        with closing_key.moving() as mover:
            if mover is None:
                return
            today = clock.now().astimezone(UTC).date()
            step = _earliest_needed(mover.key, today)
            if step > mover.key.step or mover.key.day > today + timedelta(days=1):  # the clock was set back
                mover.to(step, min(mover.key.moved(step).day, today + timedelta(days=1)))
    except KeyMissing as error:
        log.error("%s Votes that close now cannot be counted; bring the file back.", error)


def _earliest_needed(key: closing_key.Key, today: date) -> int:
    """The first step that may still be asked for.

    That of the earliest uncounted close; without one, that of today, or of tomorrow where one of today's was
    counted already, so that what was counted is out of reach at once.
    """
    try:
        waiting, counted = _steps(key.step)
    except DBAPIError as error:  # a node of a cluster is away: what it holds is unknown, and waits a week like the rest
        log.warning("what waits to be counted is not known: %s", first_line(error))
        return key.step_on(today - LONGEST_WAIT)
    wanted = min(max(key.step_on(today), counted + 1), key.step_on(today + timedelta(days=1)))
    return max(key.step, min(wanted, waiting) if waiting is not None else wanted)


def _steps(present: int) -> tuple[int | None, int]:
    """(the earliest step of what waits to be counted and may be, the latest of what was counted), from the present on."""
    waiting, counted = [], [-1]
    with across_communities("what is sealed") as session:
        for model, uncounted, *_ in SEALED:
            sealed = select(func.min(model.closing_step), func.max(model.closing_step)).where(
                model.closing_step >= present
            )
            young = model.closes_at > clock.now() - LONGEST_WAIT
            first, _ = session.execute(sealed.where(model.state == uncounted, young)).one()
            _, last = session.execute(sealed.where(model.state != uncounted)).one()
            waiting += [first] if first is not None else []
            counted += [last] if last is not None else []
    return min(waiting, default=None), max(counted)


def make_ready() -> None:
    """At setup: a new database gets its closing key; of an old one the file must be the one it had."""
    if _chain() is None:
        _make()
    check()


def check() -> None:
    """Refuse to go on without the very file under which votes were sealed: another one opens none of them."""
    known = _chain()
    if known is None:
        raise Sentence("There is no closing key yet: run `flask --app wsgi setup` first.")
    try:
        found = closing_key.read().chain
    except KeyMissing as error:
        raise Sentence(f"{error} {RENEW}") from None
    if found != known:
        raise Sentence(f"The closing key {closing_key.file()} belongs to another database. {RENEW}")
    if not closing_key.can_be_moved():
        raise Sentence(
            f"The closing key {closing_key.file()} may not be written by this user, and it moves on day by day."
        )


RENEW = "Bring the file back, or run `flask --app wsgi keys renew`: that makes a new one, and all that is open void."


@keys_group.command("renew")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def renew(yes: bool) -> None:
    """Make a new closing key where the file was lost. What was sealed under the old one becomes void and says so."""
    try:
        if closing_key.read().chain == _chain():
            raise Sentence(f"The closing key {closing_key.file()} is there and is the right one: nothing was changed.")
        raise Sentence(f"Another database's closing key stands at {closing_key.file()}: move it away first.")
    except KeyMissing:
        pass
    if not yes:
        click.confirm("All votes and rating rounds that are not counted yet become void. Go on?", abort=True)
    _make()
    click.echo(f"{void_what_is_lost()} votes and rounds are void. The new key: {closing_key.file()}", err=True)


def void_what_is_lost() -> int:
    """Say of everything that the present key cannot open that it is void; how many there were."""
    found = 0
    for model, uncounted, seal_of, void in SEALED:
        for community_id in _communities_with(model, uncounted):
            with db.as_community(community_id):
                for row in db.session.scalars(select(model).where(model.state == uncounted).with_for_update()).all():
                    if lost := sealing.why_lost(seal_of(row), row.seal_public, row.closes_at):
                        void(row, lost)
                        found += 1
                db.commit()
    return found


def _communities_with(model: Any, state: Any) -> list[uuid.UUID]:
    with across_communities("what is sealed") as session:
        return list(session.scalars(select(model.community_id).where(model.state == state).distinct()))


def _chain() -> str | None:
    with db.unbound():
        row = db.session.get(Instance, CHAIN)
        return row.value["chain"] if row is not None else None


def _make() -> None:
    try:
        key = closing_key.create(clock.now().astimezone(UTC).date())
    except OSError as error:
        raise Sentence(f"The closing key cannot be written to {closing_key.file()} ({error.strerror}).") from None
    with db.unbound(write=True):
        db.session.merge(Instance(name=CHAIN, value={"chain": key.chain}))
        db.commit()
