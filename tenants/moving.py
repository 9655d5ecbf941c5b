"""When a region comes to lie under another one: the paths of all below it follow, published rows included.

`moves` maps the paths of regions to their new ones; what lies deeper follows the longest path that fits.
"""

import uuid
from typing import Any

from sqlalchemy import or_, select, update

from tenants.database import db
from tenants.models import Community, Region
from tenants.owned import InCommunity, Published, RegionOwned, tables

Moves = dict[str, str]


def communities_below(moves: Moves) -> dict[uuid.UUID, str]:
    """The communities that move along, with their new paths."""
    found: dict[uuid.UUID, str] = {}
    for old in _tops(moves):
        below = Community.region_path.startswith(old, autoescape=True)
        rows = db.session.execute(select(Community.id, Community.region_path).where(below))
        found.update({key: moved(path, moves) for key, path in rows})
    return found


def moved(path: str, moves: Moves) -> str:
    """Where a path leads after the moves."""
    end = len(path)
    while (end := path.rfind("/", 0, end)) > 0:
        if path[: end + 1] in moves:
            return moves[path[: end + 1]] + path[end + 1 :]
    return path


def _tops(moves: Moves) -> list[str]:
    return [path for path in moves if not any(path != other and path.startswith(other) for other in moves)]


def move_published(community_id: uuid.UUID, path: str) -> None:
    """What a community published lies under its new region from now on; records of the past stay as they are.

    Commits; repeating it changes nothing.
    """
    with db.as_community(community_id):
        for model in tables().values():
            if issubclass(model, Published) and issubclass(model, InCommunity) and not model.append_only:
                _set_path(model, model.region_path != path, path)
        db.commit()


def move_regions(moves: Moves) -> None:
    """The regions below, and what is theirs. One transaction with the import itself."""
    of_regions: list[tuple[Any, str]] = [
        (model, "region_path") for model in tables().values() if issubclass(model, RegionOwned)
    ]
    for model, name in [(Region, "path"), *of_regions]:
        column = getattr(model, name)
        below = or_(*(column.startswith(old, autoescape=True) for old in _tops(moves)))
        keys = list(model.__mapper__.primary_key)
        for row in db.session.execute(select(*keys, column.label("path")).where(below)).all():
            itself = [key == value for key, value in zip(keys, row[:-1], strict=True)]
            values = {name: moved(row.path, moves)}
            db.session.execute(update(model).where(*itself).values(values).execution_options(synchronize_session=False))


def _set_path(model: Any, where: Any, path: str) -> None:
    db.session.execute(update(model).where(where).values(region_path=path).execution_options(synchronize_session=False))
