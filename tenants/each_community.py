"""One community after another, each for itself: where the node of a cluster that holds one is away, the others go on."""

import logging
import uuid
from collections.abc import Callable, Iterable

from sqlalchemy import exc

from tenants.database import db
from tenants.models import Instance

AWAY = (exc.DBAPIError, exc.TimeoutError)
log = logging.getLogger("gongzhi.worker")


def for_each(ids: Iterable[uuid.UUID], act: Callable[[uuid.UUID], int]) -> tuple[int, list[uuid.UUID]]:
    """Do it in every community that can be reached: how much was done, and whose node was away.

    Where the database itself is away this raises.
    """
    done, away = 0, []
    for community_id in ids:
        try:
            done += act(community_id)
        except AWAY as error:
            _database_answers()
            away.append(community_id)
            log.warning("community %s waits: %s", community_id, first_line(error))
    return done, away


def _database_answers() -> None:
    with db.unbound():
        db.session.get(Instance, "")


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
