"""The community's own published quarters, and the evidence of each turn."""

from sqlalchemy import or_, select

from app.core import clock
from app.score.models import ScoreEvidence, ScoreSnapshot
from tenants import db
from tenants.models import Community, Suspension


def published(quarters: int = 8) -> list[ScoreSnapshot]:
    """Newest first; of a corrected quarter only the newest turn."""
    query = select(ScoreSnapshot).order_by(ScoreSnapshot.period.desc(), ScoreSnapshot.turn.desc()).limit(quarters * 2)
    newest: dict[str, ScoreSnapshot] = {}
    for snapshot in db.session.scalars(query):
        newest.setdefault(snapshot.period, snapshot)
    return list(newest.values())[:quarters]


def was_short(community: Community, period: str) -> bool:
    """Whether the community was not open for all of a quarter: opened in it, suspended in it, or closed."""
    begins = clock.quarter_begins(period, community.zone)
    ends = clock.quarter_begins(clock.quarters_back(period, -1), community.zone)
    in_it = Suspension.since < ends, or_(Suspension.until.is_(None), Suspension.until > begins)
    opened_late = community.opened_at is None or community.opened_at > begins
    return opened_late or db.session.scalar(select(Suspension.id).where(*in_it).limit(1)) is not None


def newest(period: str) -> ScoreSnapshot | None:
    """The last turn of a quarter; None while it is not published."""
    query = select(ScoreSnapshot).where(ScoreSnapshot.period == period)
    return db.session.scalars(query.order_by(ScoreSnapshot.turn.desc()).limit(1)).first()


def evidence(period: str, turn: int = 1) -> ScoreEvidence | None:
    query = select(ScoreEvidence).where(ScoreEvidence.period == period, ScoreEvidence.turn == turn)
    return db.session.scalars(query).one_or_none()


def turns_before(snapshot: ScoreSnapshot) -> list[ScoreSnapshot]:
    """What stood there before it was corrected, the last first."""
    same = ScoreSnapshot.community_id == snapshot.community_id, ScoreSnapshot.period == snapshot.period
    query = select(ScoreSnapshot).where(*same, ScoreSnapshot.turn < snapshot.turn)
    return list(db.session.scalars(query.order_by(ScoreSnapshot.turn.desc())))
