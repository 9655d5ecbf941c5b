"""One community after another, each for itself: where the node of a cluster that holds one is away, the others go on."""

import logging
import uuid
from collections.abc import Callable, Iterable

from sqlalchemy import exc

from app.score import publishing
from tenants import db
from tenants.models import Instance

AWAY = (exc.DBAPIError, exc.TimeoutError)
log = logging.getLogger("gongzhi.worker")


def communities(named: Callable[[], list[uuid.UUID]]) -> list[uuid.UUID]:
    """Those with something to do; where that cannot be asked, since a node is away, all there are: each says for itself."""
    try:
        return named()
    except AWAY as error:
        found = publishing.all_communities()  # of the coordinator alone: where that is away this raises too
        log.warning("not every node answers; %s communities are asked one by one: %s", len(found), _first_line(error))
        return found


def for_each(ids: Iterable[uuid.UUID], act: Callable[[uuid.UUID], int]) -> int:
    """Do it in every community that can be reached; how much was done. Where the database itself is away this raises."""
    done = away = 0
    for community_id in ids:
        try:
            done += act(community_id)
        except AWAY as error:
            _database_answers()
            away += 1
            log.warning("community %s waits: %s", community_id, _first_line(error))
    if away:
        log.warning("%s communities wait until the node that holds them is back", away)
    return done


def _database_answers() -> None:
    with db.unbound():
        db.session.get(Instance, "")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
