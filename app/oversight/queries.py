"""What those above see: communities under their region, and the snapshots these published. Nothing else exists here."""

import uuid
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import aliased

from app.proposals.models import Transfer
from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import Listing, Region, Suspension

_LATEST = select(func.max(ScoreSnapshot.period))


def latest_period() -> str | None:
    """The newest quarter with a snapshot under the region that is bound."""
    return db.rows(_LATEST)[0][0]


NEEDS_SUPPORT_LAST = case((ScoreSnapshot.published.is_(True), 1), else_=0).label("has_score")


@cache
def communities(*, insufficient: bool) -> Select[*tuple[Any, ...]]:
    """Communities under the region that is bound, with their snapshot of the quarter `period`, a value that it needs.

    All, or those without enough evidence. Published rows alone: on a cluster each shard reads one range of its own index.
    """
    of_the_quarter = (
        (ScoreSnapshot.community_id == Listing.community_id)
        & (ScoreSnapshot.period == bindparam("period"))
        & ~_corrected()
    )
    query = (
        select(
            Listing.community_id, Listing.slug, Listing.name, Listing.kind, Listing.households,
            ScoreSnapshot.published, ScoreSnapshot.score, ScoreSnapshot.low, ScoreSnapshot.high,
            ScoreSnapshot.evidence, ScoreSnapshot.pillars, ScoreSnapshot.version, NEEDS_SUPPORT_LAST,
        )
        .outerjoin(ScoreSnapshot, of_the_quarter)
        .where(Listing.opened_at.is_not(None), Listing.suspended_at.is_(None))
    )  # fmt: skip
    return query.where(ScoreSnapshot.published.is_not(True)) if insufficient else query


@cache
def _corrected() -> Any:
    """A later turn of the same quarter stands in its place."""
    later = aliased(ScoreSnapshot)
    same = later.community_id == ScoreSnapshot.community_id, later.period == ScoreSnapshot.period
    return select(later.id).where(*same, later.turn > ScoreSnapshot.turn).exists()


def snapshots_of(line: Listing, quarters: int = 8) -> list[ScoreSnapshot]:
    """A community's published quarters, newest first; of a corrected quarter the newest turn."""
    query = select(ScoreSnapshot).where(ScoreSnapshot.community_id == line.community_id, ~_corrected())
    return list(db.session.scalars(query.order_by(ScoreSnapshot.period.desc()).limit(quarters)))


def community_under(region: Region, slug: str) -> Listing | None:
    """The published line of a community below, by the name in its address."""
    query = select(Listing).where(Listing.slug == slug, Listing.suspended_at.is_(None))
    return db.session.scalar(query.where(Listing.region_path.startswith(region.path, autoescape=True)))


def suspensions(community_id: uuid.UUID, most: int = 20) -> list[Suspension]:
    """When a community was suspended or closed, the last first."""
    query = select(Suspension).where(Suspension.community_id == community_id)
    return list(db.session.scalars(query.order_by(Suspension.since.desc(), Suspension.id).limit(most)))


def passed_on(body_ids: list[uuid.UUID]) -> Select[*tuple[Any, ...]]:
    """What waits for the yes or no of these bodies, with the community it comes from."""
    columns = (
        Transfer.community_id, Transfer.id, Transfer.number, Transfer.title, Transfer.body, Transfer.passed_on_at,
        Transfer.due_at, Listing.slug, Listing.name.label("community"),
    )  # fmt: skip
    query = select(*columns).join(Listing, Listing.community_id == Transfer.community_id)
    return query.where(Transfer.body_id.in_(body_ids), Transfer.answered_at.is_(None))
