"""Who may do what: what a permission is, those every feature uses, and the two questions asked of them.

Each feature adds its own in its `permissions.py`; `flask --app wsgi permissions` prints them all as one table.
*Whether now* is not decided here: models and operations say that, by raising `Refused`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.access.conditions import (
    Condition,
    anyone,
    committee,
    grid_worker,
    may_read,
    signed_in,
    supervision,
    wrote_it,
)
from app.access.visitor import Visitor


@dataclass(frozen=True, eq=False)
class Permission:
    """One line of `rule` is enough; within a line every condition must hold."""

    words: str
    rule: Sequence[Sequence[Condition]]
    who_may: str = ""  # an English message for whoever may not, where the way there is open
    purpose: str = ""  # an English message said while signing in: what for


class P:
    """What every feature may ask for. A feature's own P adds to it."""

    ANYWHERE = Permission("open to all, in no community", [[anyone]])
    ACCOUNT = Permission("own account", [[signed_in]])
    COMMUNITY_READ = Permission("read what the community shows", [[may_read]])
    DESK = Permission("the desk of those in office", [[committee], [grid_worker]])


def can(visitor: Visitor, permission: Permission, row: Any = None) -> bool:
    """Whether the visitor holds the permission, on this row where it concerns one."""
    return any(all(holds(visitor, row) for holds in line) for line in permission.rule)


def readable(visitor: Visitor, row: Any) -> bool:
    """Hidden texts are for their author and those who rule; private requests for author and committee.

    What stands under a proposal is as readable as that, and a promise goes with what it is about.
    """
    if (above := getattr(row, "proposal", None)) is not None and not readable(visitor, above):
        return False
    inside = wrote_it(visitor, row) or committee(visitor, row) or supervision(visitor, row)
    if getattr(row, "hidden_at", None) is not None and not (inside or getattr(row, "page_stays", False)):
        return False
    if getattr(row, "private", False) and not (wrote_it(visitor, row) or committee(visitor, row)):
        return False
    return not (getattr(row, "visible_at", True) is None and not inside)
