"""What a monitor asks: does the process live, may it be sent people, is anything waiting for the operator?"""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from app.access import P
from app.operating import rounds, schema
from app.outbox import failures
from app.privacy import operator
from app.web.door import access, asks_nobody
from app.web.html import plain
from tenants import db

bp = Blueprint("operating", __name__)


@bp.get("/healthz")
@access(P.ANYWHERE)
@asks_nobody
def healthz() -> ResponseReturnValue:
    """The process answers; it asks nobody else."""
    return plain("ok")


@bp.get("/readyz")
@access(P.ANYWHERE)
def readyz() -> ResponseReturnValue:
    """503 where no page can be served: no database, or one of another version. The rest is said in words."""
    with db.engines.app.connect() as connection:
        state = schema.state(connection)
    if state is not schema.State.CURRENT:
        return plain(f"The database is {state}.", 503)
    return plain("\n".join(["ready", *concerns()]))


def concerns() -> list[str]:
    """What waits for the operator, each in a sentence; people are served all the same."""
    try:
        return [*_of_the_operator(), *_of_the_worker(), *_of_jobs()]
    except DBAPIError as error:
        return [f"The jobs cannot be looked at: {str(error.orig).splitlines()[0]}"]


def _of_the_operator() -> list[str]:
    found = operator.concern(current_app.config["SETTINGS"])
    return [found] if found else []


def _of_the_worker() -> list[str]:
    last = rounds.last()
    if last is None:
        return ["No worker has ever gone round: nothing is counted, sent or published."]
    if rounds.is_silent(last):
        return [f"The worker's last round was at {last:%Y-%m-%d %H:%M} UTC: nothing is counted, sent or published."]
    return [f"The worker's last round was at {last:%Y-%m-%d %H:%M:%S} UTC."]


def _of_jobs() -> list[str]:
    found = failures.counts()
    said = []
    if found["overdue"]:
        said.append(f"{found['overdue']} closings, counts or rolls are overdue: `flask --app wsgi jobs overdue`.")
    if found["failed"]:
        said.append(f"{found['failed']} jobs failed: `flask --app wsgi jobs failed`.")
    return said
