"""Those who read a page of a community, by how they stand to it."""

from typing import Any

from tenants.models import Community
from tests.support.factories import Make


def reader(make: Make, community: Community, who: str) -> Any:
    """stranger (None) | guest | pending | member"""
    if who == "stranger":
        return None
    if who == "guest":
        return make.guest(community)
    return make.member(community, verified=who == "member")
