"""From evidence to snapshots: the running quarter, the preview of the last, what is published and what corrects it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from app.community.operations import here
from app.core import clock
from app.outbox.models import Job
from app.outbox.operations import enqueue, handler
from app.score import queries
from app.score.counting import counted
from app.score.figures import figures
from app.score.models import ScoreDirty, ScoreEvidence, ScoreSnapshot
from app.score.versions import VERSIONS, Version, chosen
from tenants import across_communities, db
from tenants.models import Community

PUBLISHED_ON = 10  # day of the month after the quarter; from the first on, its community reads a preview
KIND = "score.quarter"


def dirty_communities(under: str = "/") -> list[uuid.UUID]:
    """Communities with a change that counts, under a region."""
    with across_communities("dirty scores") as session:
        query = select(ScoreDirty.community_id).join(Community, Community.id == ScoreDirty.community_id)
        return list(session.scalars(query.where(Community.region_path.startswith(under, autoescape=True)).distinct()))


def all_communities(under: str = "/") -> list[uuid.UUID]:
    with db.unbound():
        query = select(Community.id).where(Community.opened_at.is_not(None), Community.suspended_at.is_(None))
        return list(db.session.scalars(query.where(Community.region_path.startswith(under, autoescape=True))))


def refresh_dirty(community_id: uuid.UUID) -> int:
    """Refresh a community if anything that counts has changed there; whether it had."""
    with db.as_community(community_id, write=False):
        dirty = db.session.scalar(select(ScoreDirty.id).limit(1)) is not None
    if dirty:
        refresh(community_id)
    return int(dirty)


def refresh(community_id: uuid.UUID, period: str | None = None) -> ScoreSnapshot | None:
    """Bring one quarter up to date, in one transaction: the one asked for, else the running one and the one before it.

    The snapshot, where that quarter has been published.
    """
    with db.as_community(community_id):
        read = list(db.session.scalars(select(ScoreDirty.id)))
        running = clock.quarter(clock.now(), here().zone)
        snapshot = _bring_up(here(), period or clock.quarters_back(running, 1))
        if period is None:
            snapshot = _bring_up(here(), running)
            _end_by_job(here(), running)
            db.session.execute(delete(ScoreDirty).where(ScoreDirty.id.in_(read)))
        db.commit()
        return snapshot


@handler(KIND, must=True)
def end_of_quarter(period: str) -> None:
    """On the first day after a quarter its preview is made; on the tenth it is published, and the next has its turn."""
    if _bring_up(here(), period) is None and _was_open(here(), period):
        _enqueue(period, published_from(here(), period))
        return
    following = clock.quarters_back(period, -1)
    _enqueue(following, _end(here(), following))


def _end_by_job(community: Community, running: str) -> None:
    """From its first change that counts on, a community's quarters end by themselves, also those nobody was there for."""
    if db.session.scalar(select(Job.id).where(Job.kind == KIND).limit(1)) is None:
        before = clock.quarters_back(running, 1)
        late = _was_open(community, before) and queries.newest(before) is None
        period = before if late else running
        _enqueue(period, max(clock.now(), _end(community, period)))


def _enqueue(period: str, due_at: datetime) -> None:
    known = select(Job.id).where(Job.kind == KIND, Job.due_at == due_at)
    if db.session.scalar(known.limit(1)) is None:  # two at once are one
        enqueue(KIND, due_at, period=period)


def _end(community: Community, period: str) -> datetime:
    return clock.quarter_begins(clock.quarters_back(period, -1), community.zone)


def published_from(community: Community, period: str) -> datetime:
    """The instant from which a quarter is published: the tenth day after it."""
    return clock.quarter_begins(clock.quarters_back(period, -1), community.zone, PUBLISHED_ON)


def _was_open(community: Community, period: str) -> bool:
    return community.opened_at is not None and community.opened_at < _end(community, period)


def _bring_up(community: Community, period: str) -> ScoreSnapshot | None:
    """The evidence of a quarter as long as it is not published; what was published stays as it is, evidence and all."""
    if (known := queries.newest(period)) is not None or not _was_open(community, period):
        return known
    version = chosen(community.score_version)
    if published_from(community, period) <= clock.now():
        return _publish(community, period, version)
    _keep_evidence(version, period)
    return None


def correct(period: str, reason: str) -> ScoreSnapshot | None:
    """Count a published quarter again, by the version it was published under: a new turn with its reason.

    The earlier turn stays, and so does the evidence it was made from. None where it was never published.
    """
    known = queries.newest(period)
    if known is None:
        return None
    return _publish(here(), period, VERSIONS[known.version], known.turn + 1, reason)


def _publish(community: Community, period: str, version: Version, turn: int = 1, reason: str = "") -> ScoreSnapshot:
    evidence = _keep_evidence(version, period, turn)
    short = queries.was_short(community, period)
    snapshot = ScoreSnapshot(
        region_path=community.region_path, period=period, turn=turn, version=version.name, short=short,
        households=sum(evidence["households"].values()), correction_reason=reason, computed_at=clock.now(),
        **figures(evidence),
    )  # fmt: skip
    db.session.add(snapshot)
    return snapshot


def _keep_evidence(version: Version, period: str, turn: int = 1) -> dict[str, Any]:
    """Anew while its quarter runs and is previewed; never again once a snapshot was made of it."""
    row, found = queries.evidence(period, turn), counted(version, period)
    if row is None:
        row = ScoreEvidence(period=period, turn=turn)
        db.session.add(row)
    row.evidence, row.computed_at = found, clock.now()
    return found
