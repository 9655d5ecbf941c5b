"""Making and erasing whose space it is. Thousands at once come from a table of divisions (tenants/importing.py)."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from tenants.columns import Base, new_id
from tenants.database import db
from tenants.models import AccountCommunity, Community, CommunityKind, FormerSlug, Region
from tenants.owned import InCommunity, tables

VILLAGE_ENDINGS = ("村", "村民委员会", "村委会")
ORGANS = (  # a list of divisions names the committee; people live in the place: ending, what the place ends in
    ("社区居民委员会", "社区"), ("社区居委会", "社区"), ("居民委员会", "社区"), ("居委会", "社区"),
    ("村村民委员会", "村"), ("村村委会", "村"), ("村民委员会", "村"), ("村委会", "村"), ("村委员会", "村"),
)  # fmt: skip
ABOVE = ("办事处", "人民政府")  # 街道 and 镇 are governed by these


def kind_of(name: str) -> CommunityKind:
    """A village by its name; everything else is residential."""
    return CommunityKind.VILLAGE if name.endswith(VILLAGE_ENDINGS) else CommunityKind.RESIDENTIAL


def region_name(name: str) -> str:
    """The place without its organ: 舜泉街道办事处 is 舜泉街道, 南山镇人民政府 is 南山镇."""
    organ = next((one for one in ABOVE if name.endswith(one) and len(name) > len(one) + 1), "")
    return name.removesuffix(organ)


def place_name(name: str) -> str:
    """The place without its organ: 纬一路社区居民委员会 is 纬一路社区, 戊村委会 is 戊村."""
    for ending, place in ORGANS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending) + place
    return name


def create_community(region: Region, code: str, name: str, now: datetime, **given: Any) -> Community:
    """A new community under a region; its address is its code until it is renamed. The caller commits."""
    values = {"id": new_id(), "slug": code, "kind": kind_of(name), "profile": region.profile}
    values |= {"created_at": now, "opened_at": now}
    community = Community(
        code=code, name=place_name(name), region_id=region.id, region_path=region.path, **values | given
    )
    db.session.add(community)
    return community


def erase_community(community_id: uuid.UUID) -> None:
    """Everything of a community, its record of acts in office included, and the directories that led to it.

    The accounts of its members stay: they belong to the instance. Commits.
    """
    with db.erasing(community_id):
        for model in owned_from_the_leaves():
            db.session.execute(delete(model))
        for directory in (AccountCommunity, FormerSlug):
            db.session.execute(delete(directory).where(directory.community_id == community_id))
        db.session.execute(delete(Community).where(Community.id == community_id))
        db.commit()


def owned_from_the_leaves() -> Iterator[type[Any]]:
    """The classes of a community's tables; those that refer to others come before them."""
    mapped = tables()
    for table in reversed(Base.metadata.sorted_tables):
        if issubclass(mapped[table.name], InCommunity):
            yield mapped[table.name]
