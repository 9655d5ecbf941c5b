"""The conditions rules are made of. They look at the visitor and at the row, never at the request."""

from collections.abc import Callable
from typing import Any

from app.access.visitor import Visitor

Condition = Callable[[Visitor, Any], bool]
COMMITTEE = ("committee", "leading")  # the kinds of posts whose holders are the committee


def anyone(_visitor: Visitor, _row: Any) -> bool:
    return True


def may_read(visitor: Visitor, _row: Any) -> bool:
    return visitor.community is not None and (not visitor.community.members_only or visitor.is_member)


def signed_in(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_signed_in


def member(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_member


def verified(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_verified


def resident(visitor: Visitor, _row: Any) -> bool:
    return visitor.is_resident


def adult(visitor: Visitor, _row: Any) -> bool:
    return bool(visitor.membership and visitor.membership.adult)


def holds_no_post(visitor: Visitor, _row: Any) -> bool:
    return not visitor.posts


def committee(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds(*COMMITTEE)


def grid_worker(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds("grid_worker")


def supervision(visitor: Visitor, _row: Any) -> bool:
    return visitor.holds("supervision")


def for_supervision(_visitor: Visitor, row: Any) -> bool:
    return row is not None and row.to_supervision


def for_the_committee(visitor: Visitor, row: Any) -> bool:
    return not for_supervision(visitor, row)


def wrote_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and getattr(row, "author_id", None) == visitor.membership.id


def organises_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and row.organiser_id == visitor.membership.id


def receives_it(visitor: Visitor, row: Any) -> bool:
    return bool(visitor.membership) and row.receiver_id == visitor.membership.id


def region_office(visitor: Visitor, _row: Any) -> bool:
    return bool(visitor.region_offices)


def region_steward(visitor: Visitor, _row: Any) -> bool:
    return any(office.role == "steward" for office in visitor.region_offices)
