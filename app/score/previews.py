"""What has not been published yet, as its own community may read it: the last quarter until its tenth day, and the running one."""

from app.core import clock
from app.score import queries
from app.score.figures import figures
from app.score.models import ScoreSnapshot
from tenants.models import Community


def previews(community: Community) -> list[ScoreSnapshot]:
    """Snapshots as they would be now, newest first; none of them is stored."""
    running = clock.quarter(clock.now(), community.zone)
    quarters = (running, clock.quarters_back(running, 1))
    return [made for period in quarters if (made := _preview(community, period)) is not None]


def _preview(community: Community, period: str) -> ScoreSnapshot | None:
    evidence = queries.evidence(period) if queries.newest(period) is None else None
    if evidence is None:
        return None
    households = sum(evidence.evidence["households"].values())
    version, at = evidence.evidence["version"], evidence.computed_at
    short = queries.was_short(community, period)
    return ScoreSnapshot(
        period=period, turn=1, version=version, short=short, households=households, correction_reason="",
        computed_at=at, **figures(evidence.evidence),
    )  # fmt: skip
