"""The end of a round: all answers opened together, what may be shown is kept, everything else goes."""

import hashlib
import uuid
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.board.models import NoticeKind
from app.board.operations import announce, announce_void
from app.community.models import Grid
from app.community.operations import own_word
from app.core import clock, sealing
from app.core.disclosure import band, may_be_shown
from app.core.sealing import Lost, SealBroken
from app.outbox.operations import handler
from app.ratings import drawing, results
from app.ratings.models import DrawFound, RatingAsk, RatingFigure, RatingRound, RoundState
from tenants import db

Stars = dict[tuple[int, Any], dict[Any, list[int]]]  # by question and post, then by grid: how many gave one to five


@handler("ratings.count", must=True)
def count_job(round_id: str) -> None:
    """Of two workers one counts; a killed count starts again from the sealed answers."""
    query = select(RatingRound).where(RatingRound.id == uuid.UUID(round_id))
    round_ = db.session.scalars(query.with_for_update()).one()
    if round_.state is RoundState.OPEN and round_.closes_at <= clock.now():
        count(round_)


def count(round_: RatingRound) -> None:
    """Under 20 answers nothing is opened, else the figures are kept; answers and who was asked go either way."""
    if lost := sealing.why_lost(drawing.seal_of(round_), round_.seal_public, round_.closes_at):
        void(round_, lost)
        return
    round_.draw_found = _check_draw(round_)
    answered = db.session.scalar(_answered(round_, func.count())) or 0
    if not may_be_shown(answered):
        round_.state = RoundState.TOO_FEW
    else:
        _keep(round_, _opened(round_))
        round_.state, round_.answered_band = RoundState.PUBLISHED, band(answered)
    _forget(round_)
    _tell(round_)


def void(round_: RatingRound, lost: Lost) -> None:
    """What was answered can never be opened: say so where a result would stand."""
    round_.state, round_.void_reason = RoundState.VOID, lost
    _forget(round_)
    announce_void(own_word("round_title").format(number=round_.number), lost, "rating_round", round_.number)


def _check_draw(round_: RatingRound) -> DrawFound:
    """Draw again from the seed and the roster of that day: the last moment at which anyone can."""
    seal = drawing.seal_of(round_)
    seed, tokens = seal.seed(), _asked(round_, RatingAsk.token)
    if hashlib.sha256(seed).digest() != round_.seed_hash:
        return DrawFound.SEED
    try:
        drawn = drawing.drawn_from(seal, round_.roster or b"", round_.invited)
    except SealBroken:
        return DrawFound.PEOPLE
    name = seal.token()
    same = {name(member) for _, member in drawn} == set(db.session.scalars(tokens))
    return DrawFound.SOUND if same else DrawFound.PEOPLE


def _asked(round_: RatingRound, *columns: Any) -> Any:
    return select(*columns).select_from(RatingAsk).where(RatingAsk.round_id == round_.id)


def _answered(round_: RatingRound, *columns: Any) -> Any:
    return _asked(round_, *columns).where(RatingAsk.sealed.is_not(None))


def _opened(round_: RatingRound) -> Stars:
    """Every envelope, opened in memory and counted."""
    rows = db.session.execute(_answered(round_, RatingAsk.grid_id, RatingAsk.sealed).order_by(RatingAsk.id)).all()
    opened = sealing.open_all(drawing.seal_of(round_).private(), [row.sealed for row in rows])
    stars: Stars = defaultdict(lambda: defaultdict(lambda: [0] * 5))
    for row, answer in zip(rows, opened, strict=True):
        for question in (1, 2, 3):
            if (given := answer[f"q{question}"]) is not None:
                stars[question, None][row.grid_id][given - 1] += 1
        if (given := answer["q4"]) is not None:
            stars[4, uuid.UUID(answer["post"])][row.grid_id][given - 1] += 1
    return stars


def _keep(round_: RatingRound, stars: Stars) -> None:
    """Only what may be shown is written, rounded as it is shown: nothing that is dark leaves this process."""
    households = {row.id: row.households for row in db.session.execute(select(Grid.id, Grid.households))}
    rows = []
    for (question, post), by_grid in stars.items():
        whole = results.shown(results.added(list(by_grid.values())))
        if whole is None:
            continue
        weighted = results.weighted(by_grid, households) if question in (1, 2) else None
        rows.append({"question": question, "post_id": post, "grid_id": None, "figure": whole, "weighted": weighted})
        for grid, figure in (results.by_grid(by_grid) if post is None else {}).items():
            rows.append({"question": question, "post_id": None, "grid_id": grid, "figure": figure, "weighted": None})
    if rows:
        fixed = {"round_id": round_.id, "quarter": round_.quarter}
        db.session.execute(insert(RatingFigure), [{**row, **fixed, "figure": asdict(row["figure"])} for row in rows])


def _forget(round_: RatingRound) -> None:
    """Beside the figures of a small grid, a list of those drawn from it would tell what one of them said."""
    asks = delete(RatingAsk).where(RatingAsk.round_id == round_.id)
    db.session.execute(asks.execution_options(synchronize_session=False))
    round_.roster, round_.counted_at = None, clock.now()


def _tell(round_: RatingRound) -> None:
    """On the board, in the words of the community's profile."""
    announce(NoticeKind.RESULT, own_word("round_result"), own_word("round_text"), "rating_round", round_.number)
