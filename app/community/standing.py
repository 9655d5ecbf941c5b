"""How somebody stands to this community before they belong to one of its households."""

import enum

from app.access import Visitor
from app.community.models import Verification


class Standing(enum.StrEnum):
    """Each is a file of templates/community/standing."""

    OBJECTED_TO = "objected_to"  # those behind the door say that this person does not live there
    ANNOUNCED = "announced"  # those behind the door were told
    TURNED_DOWN = "turned_down"
    IN_OFFICE = "in_office"  # verified for an office or a seat alone
    TO_BE_CHECKED = "to_be_checked"
    NEW = "new"

    @property
    def may_ask(self) -> bool:
        """Whether a code or a door can be given (again)."""
        return self not in (Standing.OBJECTED_TO, Standing.ANNOUNCED)


def standing(visitor: Visitor, waiting: Verification | None) -> Standing:
    if waiting is not None:
        return Standing.OBJECTED_TO if waiting.objected_at else Standing.ANNOUNCED
    if visitor.membership is not None and visitor.membership.refused_at is not None:
        return Standing.TURNED_DOWN
    if visitor.is_verified:
        return Standing.IN_OFFICE
    return Standing.TO_BE_CHECKED if visitor.is_waiting else Standing.NEW
