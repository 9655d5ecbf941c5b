"""Which communities have something to do, also where a node of a cluster is away (tenants/each_community.py)."""

import logging
import uuid
from collections.abc import Callable, Iterable

from app.score import publishing
from tenants import each_community

log = logging.getLogger("gongzhi.worker")


def or_all(named: Callable[[], list[uuid.UUID]]) -> list[uuid.UUID]:
    """Those with something to do; where that cannot be asked, since a node is away, all there are: each says for itself."""
    try:
        return named()
    except each_community.AWAY as error:
        found = publishing.all_communities()  # of the coordinator alone: where that is away this raises too
        log.warning(
            "not every node answers; %s communities are asked one by one: %s",
            len(found),
            each_community.first_line(error),
        )
        return found


def for_each(ids: Iterable[uuid.UUID], act: Callable[[uuid.UUID], int]) -> int:
    """Do it in every community that can be reached; how much was done."""
    done, away = each_community.for_each(ids, act)
    if away:
        log.warning("%s communities wait until the node that holds them is back", len(away))
    return done
