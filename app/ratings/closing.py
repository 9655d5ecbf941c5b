"""The end of a round: all answers opened together and counted by grid, or the key destroyed unopened."""

import uuid
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.board.models import NoticeKind
from app.board.operations import announce
from app.core import clock, profiles, sealing
from app.core.refusal import N_
from app.core.sealing import SealKey
from app.notifications.kinds import kind
from app.notifications.operations import take_back
from app.outbox.operations import handler, wipe_after
from app.ratings.disclosure import THRESHOLD, band
from app.ratings.models import RatingAsk, RatingCount, RatingRound, RoundState
from tenants import db
from tenants.models import Community

INVITED = kind("rating.invited", N_("You were drawn by lot: four questions about those who serve you."), "rating_round")


@handler("ratings.count", must=True)
def count_job(round_id: str) -> None:
    """Of two workers one counts; a killed count starts again from the sealed answers."""
    held = db.session.scalars(select(RatingRound).where(RatingRound.id == uuid.UUID(round_id)).with_for_update()).one()
    if held.state is RoundState.OPEN and held.closes_at <= clock.now():
        count(held)


def count(held: RatingRound) -> None:
    """Under 20 answers nothing is opened, else counts are kept; key, answers and who was asked are destroyed."""
    answered = db.session.scalar(_answered(func.count(), held)) or 0
    if answered < THRESHOLD:
        held.state = RoundState.TOO_FEW
    else:
        rows = db.session.execute(_answered((RatingAsk.grid_id, RatingAsk.sealed), held).order_by(RatingAsk.id)).all()
        assert held.seal_private is not None
        assert held.seal_public is not None
        assert held.seal_label is not None
        key = SealKey(held.seal_public, held.seal_private, held.seal_label)
        opened = sealing.open_all(key, sealing.operator(), [row.sealed for row in rows])
        _store(held, [(row.grid_id, one) for row, one in zip(rows, opened, strict=True)])
        held.state, held.answered_band = RoundState.PUBLISHED, band(answered)
    held.seal_private, held.counted_at = None, clock.now()
    _forget_who_was_asked(held)
    _tell(held)


def _forget_who_was_asked(held: RatingRound) -> None:
    """Beside the counts of a small grid, a list of those drawn from it would tell what one of them said."""
    asks = delete(RatingAsk).where(RatingAsk.round_id == held.id)
    db.session.execute(asks.execution_options(synchronize_session=False))
    take_back(INVITED, held.number)
    wipe_after()


def _tell(held: RatingRound) -> None:
    """On the board, in the words of the community's profile."""
    community = db.session.get(Community, db.community_id)
    assert community is not None
    title = profiles.word(community, "round_result", profiles.language(community.profile))
    announce(
        NoticeKind.RESULT,
        title,
        profiles.word(community, "round_text", profiles.language(community.profile)),
        "rating_round",
        held.number,
    )


def _answered(columns: Any, held: RatingRound) -> Any:
    query = select(*columns) if isinstance(columns, tuple) else select(columns).select_from(RatingAsk)
    return query.where(RatingAsk.round_id == held.id, RatingAsk.sealed.is_not(None))


def _store(held: RatingRound, opened: list[tuple[uuid.UUID, dict[str, Any]]]) -> None:
    """Counts of stars by question and grid; only of questions, and posts, that twenty people or more rated."""
    counts: dict[tuple[int, Any, Any], Counter[int]] = defaultdict(Counter)
    for grid, one in opened:
        for question in (1, 2, 3):
            if one[f"q{question}"] is not None:
                counts[question, grid, None][one[f"q{question}"]] += 1
        if one["q4"] is not None:
            counts[4, None, uuid.UUID(one["post"])][one["q4"]] += 1
    known: Counter[Any] = Counter()
    for (q, _, post), c in counts.items():
        known[q, post] += c.total()
    rows = [
        {"round_id": held.id, "question": q, "grid_id": grid, "post_id": post, "stars": [c[s] for s in range(1, 6)], "quarter": held.quarter}
        for (q, grid, post), c in counts.items() if known[q, post] >= THRESHOLD
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(RatingCount), rows)
