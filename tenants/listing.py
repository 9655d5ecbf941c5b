"""Keeps what those above read of a community itself, its published line, beside its row among all communities."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from tenants.binding import Binding
from tenants.database import across_communities, db
from tenants.guard import tell_server
from tenants.models import Community, Listing

AT_ONCE = 500
KEPT = (
    "name",
    "slug",
    "kind",
    "region_path",
    "opened_at",
    "suspended_at",
)  # of the community's row; its households are its own


def keep_lines(ids: Iterable[uuid.UUID]) -> None:
    """Bring the lines of these communities up to their rows. Commits; repeating it changes nothing."""
    waiting = list(ids)
    for start in range(0, len(waiting), AT_ONCE):
        if stale := list(_stale(waiting[start : start + AT_ONCE])):
            with db.engines.writing.begin() as connection:
                for row in stale:
                    tell_server(connection, Binding(community_id=row["community_id"]))
                    connection.execute(_upsert(), row)


def _stale(ids: Sequence[uuid.UUID]) -> Iterator[dict[str, Any]]:
    columns = [getattr(Community, name) for name in KEPT]
    with db.unbound():
        rows = db.session.execute(select(Community.id, *columns).where(Community.id.in_(ids))).all()
    lines = select(Listing.community_id, *(getattr(Listing, name) for name in KEPT))
    with across_communities("published lines") as session:
        known = {line[0]: line[1:] for line in session.execute(lines.where(Listing.community_id.in_(ids)))}
    for key, *values in rows:
        if known.get(key) != tuple(values):
            yield {"community_id": key, **dict(zip(KEPT, values, strict=True))}


def _upsert() -> Any:
    line = (sqlite if db.engines.is_sqlite else postgresql).insert(Listing)
    return line.on_conflict_do_update(
        index_elements=["community_id"], set_={name: getattr(line.excluded, name) for name in KEPT}
    )
