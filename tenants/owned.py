"""Whose a row is: a community's, a region's, or a community's that superiors may read; the rest is global."""

import uuid
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.columns import Base, Id, new_id


class OfCommunity:
    """A row that is a community's or speaks of it: while one is bound, only its own are seen and written.

    Its key holds the community's id, so that a stored row tells whose it is whatever its columns are set to.
    """

    community_id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True, sort_order=-20)


class InCommunity(OfCommunity):
    """A row of one community, reached only while that community is bound; its key starts with `community_id`."""

    read_across: ClassVar[
        tuple[str, ...]
    ] = ()  # the columns `across_communities` may read: what is due, never what was said
    append_only: ClassVar[bool] = False  # True: neither changed nor deleted while the community stands


class CommunityOwned(InCommunity):
    """The usual owned row: key `(community_id, id)`."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


class RegionOwned:
    """A row of one region (city, district, subdistrict): only its own people see it."""

    region_path: Mapped[str] = mapped_column(String(200), index=True, sort_order=-5)


class Published:
    """An owned row that superiors may read: it carries the path of the region it lies in."""

    region_path: Mapped[str] = mapped_column(String(200), sort_order=-5)


_tables: dict[str, type] = {}


def tables() -> dict[str, type]:
    """Every mapped class by the name of its table."""
    if len(_tables) != len(Base.metadata.tables):  # more models have been imported since
        _tables.update({mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers})
    return _tables


def copied() -> frozenset[str]:
    """Names of the global tables that owned ones refer to, and of those that these refer to: on a cluster every node has
    them. The other global tables stay on its coordinator. Found once: every statement is judged by them."""
    known = len(Base.metadata.tables)  # more models may be imported later
    if known not in _copied:
        _copied[known] = frozenset(_referred_to())
    return _copied[known]


_copied: dict[int, frozenset[str]] = {}


def _referred_to() -> set[str]:
    found: set[str] = set()
    waiting = [table for table in Base.metadata.tables.values() if issubclass(tables()[table.name], InCommunity)]
    while waiting:
        targets = {key.column.table for key in waiting.pop().foreign_keys}
        new = [one for one in targets if one.name not in found and not issubclass(tables()[one.name], InCommunity)]
        found.update(one.name for one in new)
        waiting += new
    return found
