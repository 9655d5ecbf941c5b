"""Brings regions and communities up to a table of divisions.

The table is compared with the database before anything is written; what is new or changed is then written in
one transaction of global tables, so that a bad row or a killed import leaves nothing half-made.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from tenants import listing, moving
from tenants.columns import new_id
from tenants.database import db
from tenants.divisions import COMMUNITY_LEVEL, BadRow, Division, top_level
from tenants.models import Community, Region
from tenants.provisioning import kind_of, place_name, region_name
from tenants.text import found_by

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
    divisions: Sequence[Division], now: datetime, progress: Callable[[int], None] | None = None, **given: Any
) -> Imported:
    """Regions from levels 1–4, communities from level 5; a second time changes nothing.

    `given` are further values of new ones: `profile`, and `zone` for communities. Raises BadRow, and then nothing
    was written. Where a region comes to lie under another, all below it moves along.
    """
    say = progress or (lambda _done: None)
    book = _Book(now, given, top_level(divisions))
    with db.unbound():
        book.look_up(divisions)
        for one in sorted(divisions, key=lambda division: division.level):
            book.enter(one)
        moved = moving.communities_below(book.moves) | book.resettled
    for community_id, path in moved.items():  # first: an import killed between finds the same moves again
        moving.move_published(community_id, path)
    with db.unbound(write=True):
        _write(book, moved, say)
        db.commit()
    listing.keep_lines(book.ids())
    say(len(divisions))
    return book.result


def _write(book: "_Book", moved: dict[uuid.UUID, str], say: Callable[[int], None]) -> None:
    if book.moves:
        moving.move_regions(book.moves)
    paths = [{"id": key, "region_path": path} for key, path in moved.items()]
    done = 0
    for statement, rows in (
        (insert(Region), book.new[Region]),
        (update(Region), book.changed[Region]),
        (insert(Community), book.new[Community]),
        (update(Community), book.changed[Community]),
        (update(Community), paths),
    ):
        for some in _batches(rows):
            db.session.execute(statement, some)
            done += len(some) if rows is not paths else 0
            say(done)


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


@dataclass
class _Book:
    """The table's codes as the database knows them, and what is new or changed about them."""

    now: datetime
    given: Row
    top: int
    regions: dict[str, Row] = field(default_factory=dict)
    communities: dict[str, Row] = field(default_factory=dict)
    moves: moving.Moves = field(default_factory=dict)
    resettled: dict[uuid.UUID, str] = field(default_factory=dict)
    new: dict[type, list[Row]] = field(default_factory=lambda: {Region: [], Community: []})
    changed: dict[type, list[Row]] = field(default_factory=lambda: {Region: [], Community: []})
    result: Imported = field(default_factory=Imported)

    def look_up(self, divisions: Sequence[Division]) -> None:
        codes = sorted({one.code for one in divisions} | {one.parent for one in divisions if one.parent})
        regions = select(Region.id, Region.code, Region.name, Region.path, Region.level, Region.parent_id)
        communities = select(Community.id, Community.code, Community.slug, Community.name, Community.region_id)
        for some in _batches(codes):
            for row in db.session.execute(regions.where(Region.code.in_(some))):
                self.regions[row.code] = row._asdict()
            for found in db.session.execute(communities.where(Community.code.in_(some))):
                self.communities[found.code] = found._asdict()

    def ids(self) -> list[uuid.UUID]:
        """Of every community in the table."""
        return [row["id"] for row in (*self.communities.values(), *self.new[Community])]

    def enter(self, one: Division) -> None:
        """Compare one row; those above it were compared before."""
        parent = self.regions.get(one.parent)
        self._check(one, parent)
        if one.level == COMMUNITY_LEVEL:
            self._community(one, parent or {})
        else:
            self._region(one, parent)

    def _check(self, one: Division, parent: Row | None) -> None:
        known = self.regions.get(one.code, {"level": COMMUNITY_LEVEL} if one.code in self.communities else None)
        if parent is None and (one.level > self.top or one.level == COMMUNITY_LEVEL):
            raise BadRow(f'parent "{one.parent}" is neither in this table nor known', one.line)
        if parent is not None and parent["level"] >= one.level:
            raise BadRow(f"parent {one.parent} is of level {parent['level']}, not above {one.level}", one.line)
        if known is not None and known["level"] != one.level:
            raise BadRow(f"code {one.code} is known at level {known['level']}", one.line)

    def _region(self, one: Division, parent: Row | None) -> None:
        path = (parent["path"] if parent else "/") + one.code + "/"
        known, name = self.regions.get(one.code), region_name(one.name)
        if known is None:
            row = {"id": new_id(), "code": one.code, "name": name, "path": path, "level": one.level}
            row |= {"parent_id": parent and parent["id"], "profile": self.given.get("profile", "cn")}
            self.regions[one.code] = row
            self.new[Region].append(row)
            self.result.regions += 1
            return
        if parent is not None and known["path"] != path:
            self.moves[known["path"]] = path
            known["path"] = path
        self._note(Region, known, {"name": name} | ({"parent_id": parent["id"]} if parent else {}))

    def _community(self, one: Division, parent: Row) -> None:
        known, name = self.communities.get(one.code), place_name(one.name)
        if known is None:
            row = {"id": new_id(), "slug": one.code, "code": one.code, "name": name, "kind": kind_of(one.name)}
            row |= {"region_id": parent["id"], "region_path": parent["path"], "created_at": self.now}
            self.new[Community].append(row | self.given)
            self.result.communities += 1
            return
        if known["region_id"] != parent["id"]:
            self.resettled[known["id"]] = parent["path"]
        self._note(Community, known, {"name": name, "region_id": parent["id"]})

    def _note(self, model: type, known: Row, wanted: Row) -> None:
        if all(known[name] == value for name, value in wanted.items()):
            self.result.unchanged += 1
        else:
            names = (wanted["name"], known["slug"]) if model is Community else (wanted["name"],)
            self.changed[model].append({"id": known["id"], "found_by": found_by(*names)} | wanted)
            self.result.changed += 1
