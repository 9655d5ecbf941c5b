"""Brings regions and communities up to a table of divisions.

The table is compared with the database before anything is written; what is new or changed is then written in
one transaction of global tables, so that a bad row or a killed import leaves nothing half-made.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from tenants.columns import new_id
from tenants.database import CommunityOwned, Published, RegionOwned, db, tables
from tenants.divisions import COMMUNITY_LEVEL, BadRow, Division, top_level
from tenants.models import Community, Region
from tenants.provisioning import kind_of

BATCH = 500
Row = dict[str, Any]


@dataclass
class Imported:
    """What an import did, counted in rows of its table."""

    regions: int = 0
    communities: int = 0
    changed: int = 0
    unchanged: int = 0


def import_divisions(
    divisions: Sequence[Division], now: datetime, progress: Callable[[int], None] = lambda done: None, **given: Any
) -> Imported:
    """Regions from levels 1–4, communities from level 5; a second time changes nothing.

    `given` are further values of new ones: `profile`, and `zone` for communities. Raises BadRow, and then nothing
    was written. Where a region comes to lie under another, all below it moves along.
    """
    book = _Book(now, given, top_level(divisions))
    with db.unbound():
        book.look_up(divisions)
    for one in sorted(divisions, key=lambda division: division.level):
        book.enter(one)
    for old, new in book.moves:
        _move_published(old, new)
    with db.unbound(write=True):
        book.write(progress)
        db.commit()
    progress(len(divisions))
    return book.result


@dataclass
class _Book:
    """The table's codes as the database knows them, and what is new or changed about them."""

    now: datetime
    given: Row
    top: int
    regions: dict[str, Row] = field(default_factory=dict)
    communities: dict[str, Row] = field(default_factory=dict)
    moves: list[tuple[str, str]] = field(default_factory=list)  # paths, from and to
    new: dict[type, list[Row]] = field(default_factory=lambda: {Region: [], Community: []})
    changed: dict[type, list[Row]] = field(default_factory=lambda: {Region: [], Community: []})
    result: Imported = field(default_factory=Imported)

    def look_up(self, divisions: Sequence[Division]) -> None:
        codes = sorted({one.code for one in divisions} | {one.parent for one in divisions if one.parent})
        regions = select(Region.id, Region.code, Region.name, Region.path, Region.level, Region.parent_id)
        communities = select(Community.id, Community.code, Community.name, Community.region_id, Community.region_path)
        for some in _batches(codes):
            for known, query, code in ((self.regions, regions, Region.code), (self.communities, communities, Community.code)):
                known.update({row.code: dict(row) for row in db.session.execute(query.where(code.in_(some))).mappings()})

    def enter(self, one: Division) -> None:
        """Compare one row; those above it were compared before."""
        parent = self.regions.get(one.parent)
        self._check(one, parent)
        if one.level == COMMUNITY_LEVEL:
            self._community(one, parent or {})
        else:
            self._region(one, parent)

    def _check(self, one: Division, parent: Row | None) -> None:
        known = self.regions.get(one.code)
        if parent is None and (one.level > self.top or one.level == COMMUNITY_LEVEL):
            raise BadRow(f'parent "{one.parent}" is neither in this table nor known', one.line)
        if parent is not None and parent["level"] >= one.level:
            raise BadRow(f"parent {one.parent} (level {parent['level']}) does not stand above level {one.level}", one.line)
        if (known["level"] if known else one.level) != one.level or (one.level < COMMUNITY_LEVEL and one.code in self.communities):
            raise BadRow(f"code {one.code} is known at another level", one.line)

    def _region(self, one: Division, parent: Row | None) -> None:
        path = (parent["path"] if parent else "/") + one.code + "/"
        known = self.regions.get(one.code)
        if known is None:
            row = {"id": new_id(), "code": one.code, "name": one.name, "path": path, "level": one.level}
            row |= {"parent_id": parent and parent["id"], "profile": self.given.get("profile", "cn")}
            self.regions[one.code] = row
            self.new[Region].append(row)
            self.result.regions += 1
            return
        known["path"] = self._moved(known["path"])
        wanted = {"name": one.name} | ({"parent_id": parent["id"], "path": path} if parent else {})
        if parent and known["path"] != path:
            self.moves.append((known["path"], path))
        self._note(Region, known, wanted)

    def _community(self, one: Division, parent: Row) -> None:
        known = self.communities.get(one.code)
        if known is None:
            row = {"id": new_id(), "slug": one.code, "code": one.code, "name": one.name, "kind": kind_of(one.name)}
            row |= {"region_id": parent["id"], "region_path": parent["path"], "created_at": self.now} | self.given
            self.new[Community].append(row)
            self.result.communities += 1
            return
        known["region_path"] = self._moved(known["region_path"])
        if known["region_path"] != parent["path"]:
            self.moves.append((known["region_path"], parent["path"]))
        self._note(Community, known, {"name": one.name, "region_id": parent["id"], "region_path": parent["path"]})

    def _moved(self, path: str) -> str:
        for old, new in self.moves:
            path = new + path[len(old) :] if path.startswith(old) else path
        return path

    def _note(self, model: type, known: Row, wanted: Row) -> None:
        if all(known[name] == value for name, value in wanted.items()):
            self.result.unchanged += 1
            return
        known.update(wanted)
        self.changed[model].append({"id": known["id"]} | wanted)
        self.result.changed += 1
