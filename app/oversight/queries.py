"""What those above see: communities under their region, and the snapshots these published. Nothing else exists here."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.score.models import ScoreSnapshot
from tenants import db
from tenants.models import Community, Region

PAGE = 50


def latest_period(region_path: str) -> str | None:
    """The newest quarter with a snapshot under the region."""
    under = ScoreSnapshot.region_path.startswith(region_path, autoescape=True)
    return db.session.scalar(select(func.max(ScoreSnapshot.period)).where(under))


def communities(region: Region, period: str | None, wanted: str, after: tuple[str, str] | None) -> list[Any]:
    """One page of communities under the region with their snapshot of the quarter, by name, never by score.

    Those that need support stand first: without enough evidence, then the others; inside each by name.
    `wanted` filters: "all", "insufficient". `after` is (name, slug) of the last row shown.
    """
    query = (
        select(
            Community.id, Community.slug, Community.name, Community.kind, Community.households,
            ScoreSnapshot.published, ScoreSnapshot.score, ScoreSnapshot.low, ScoreSnapshot.high,
            ScoreSnapshot.evidence, ScoreSnapshot.pillars, ScoreSnapshot.version,
        )
        .outerjoin(ScoreSnapshot, (ScoreSnapshot.community_id == Community.id) & (ScoreSnapshot.period == period))
        .where(Community.region_path.startswith(region.path, autoescape=True), Community.suspended_at.is_(None))
        .order_by(Community.name, Community.slug)
        .limit(PAGE + 1)
    )  # fmt: skip
    if wanted == "insufficient":
        query = query.where(ScoreSnapshot.published.is_not(True))
    if after:
        name, slug = after
        query = query.where((Community.name > name) | ((Community.name == name) & (Community.slug > slug)))
    return list(db.session.execute(query).all())


def snapshots_of(community: Community, quarters: int = 8) -> list[ScoreSnapshot]:
    """A community's published quarters, newest first; of a corrected quarter the newest turn."""
    later = aliased(ScoreSnapshot)
    corrected = (
        select(later.id)
        .where(later.community_id == ScoreSnapshot.community_id, later.period == ScoreSnapshot.period)
        .where(later.turn > ScoreSnapshot.turn)
        .exists()
    )
    query = select(ScoreSnapshot).where(ScoreSnapshot.community_id == community.id, ~corrected)
    return list(db.session.scalars(query.order_by(ScoreSnapshot.period.desc()).limit(quarters)))


def community_under(region: Region, slug: str) -> Community | None:
    query = select(Community).where(Community.slug == slug, Community.suspended_at.is_(None))
    return db.session.scalar(query.where(Community.region_path.startswith(region.path, autoescape=True)))
