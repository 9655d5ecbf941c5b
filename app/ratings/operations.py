"""Holding a round and answering it. Opening the answers stands in closing.py."""

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.community.models import Grid, Membership
from app.core import clock, sealing
from app.core.disclosure import LEAST
from app.core.refusal import N_, Refused
from app.core.sealing import Seal
from app.outbox.operations import enqueue
from app.ratings import drawing, sampling
from app.ratings.models import RatingAsk, RatingRound, RoundState
from tenants import db
from tenants.columns import new_id
from tenants.numbers import next_number

DAYS = 14
QUESTIONS = (1, 2, 3, 4)
LENGTH = 120  # bytes of every envelope, whatever was answered
STARTED = act("round.start", N_("Started a rating round"))


def start(visitor: CommunityVisitor) -> RatingRound:
    """Begin a round of 14 days: draw the sample. Those drawn find the task on their page; nobody else learns who they are."""
    community, now = visitor.community, clock.now()
    number = next_number("rating_round")  # of two starts at once the second waits here for the first
    closes = clock.due_after_days(now, DAYS, community.zone)
    quarter = clock.quarter(closes - timedelta(seconds=1), community.zone)
    _require_first(quarter)
    strata = _residents()
    available = sum(map(len, strata.values()))
    if available < LEAST:
        raise Refused(N_("A round needs at least twenty verified adults who live here and hold no office."))
    round_ = RatingRound(id=new_id(), number=number, opens_at=now, closes_at=closes, quarter=quarter, created_at=now)
    seal = sealing.new_seal("round", round_.id, closes)
    adults = db.session.scalar(select(func.coalesce(func.sum(Grid.adults), 0))) or 0
    drawn = drawing.draw(seal, strata, sampling.size(adults, available))
    round_.seal_public, round_.closing_step, round_.invited = seal.public(), seal.step, len(drawn)
    round_.seed_hash, round_.roster = drawing.seed_hash(seal), drawing.roster(seal, strata)
    db.session.add(round_)
    db.session.flush()  # the asks and the job name it
    _ask(round_, seal, drawn)
    enqueue("ratings.count", closes, round_id=round_.id)
    record(visitor, STARTED, round_, invited=len(drawn))
    return round_


def _ask(round_: RatingRound, seal: Seal, drawn: list[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """One row each, in the order of tokens: that of names or grids would tell who they are."""
    token = seal.token()
    named = sorted((token(member), grid) for grid, member in drawn)
    rows = [{"round_id": round_.id, "token": name, "grid_id": grid} for name, grid in named]
    db.session.execute(insert(RatingAsk), rows)


def _require_first(quarter: str) -> None:
    """One counted round a quarter: nobody holds it again because they did not like what came out."""
    running = select(RatingRound.id).where(RatingRound.state == RoundState.OPEN, RatingRound.closes_at > clock.now())
    if db.session.scalar(running.limit(1)) is not None:
        raise Refused(N_("A round is running already. Please wait until it ends."))
    counted = RatingRound.state.in_((RoundState.OPEN, RoundState.PUBLISHED))  # of the others nobody knows anything
    had = select(RatingRound.id).where(RatingRound.quarter == quarter, counted)
    if db.session.scalar(had.limit(1)) is not None:
        raise Refused(N_("This quarter has its round already. The next one must end in a later quarter."))


def _residents() -> dict[uuid.UUID, list[uuid.UUID]]:
    """Verified adults living here who do not serve here, by grid."""
    eligible = (
        Membership.verified_at.is_not(None), Membership.adult.is_(True), Membership.staff.is_(False), Membership.grid_id.is_not(None),
    )  # fmt: skip
    strata: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    everyone: Any = db.session.execute(select(Membership.id, Membership.grid_id).where(*eligible))  # all have a grid
    for member, grid in everyone:
        strata[grid].append(member)
    return strata


def answer(
    visitor: CommunityVisitor, round_: RatingRound, stars: dict[int, int | None], post_id: uuid.UUID | None
) -> None:
    """Seal the answers; None is "don't know". They may be replaced until the close. Silence is never a rating."""
    public = _open_now(round_)
    if set(stars) != set(QUESTIONS) or any(value not in (None, 1, 2, 3, 4, 5) for value in stars.values()):
        raise Refused(N_("Please answer each question, or say that you do not know."), status=422)
    if stars[4] is not None and post_id is None:
        raise Refused(N_("Please say which post your last answer is about."), status=422, field="post")
    payload: dict[str, Any] = {f"q{number}": stars[number] for number in QUESTIONS}
    payload["post"] = post_id.hex if post_id and stars[4] is not None else None
    mine = RatingAsk.round_id == round_.id, RatingAsk.token == drawing.token_of(round_, visitor.membership.id)
    put_in = update(RatingAsk).where(*mine).values(sealed=sealing.close_envelope(public, payload, LENGTH))
    if db.changed(put_in.execution_options(synchronize_session=False)) != 1:
        raise Refused(
            N_("You were not drawn for this round. The lot decides, so that nobody can pick who answers."), status=403
        )


def _open_now(round_: RatingRound) -> bytes:
    """The round's public key, if it is open now; the opening waits until this answer is in."""
    query = select(RatingRound.state, RatingRound.closes_at, RatingRound.seal_public).where(RatingRound.id == round_.id)
    state, closes_at, public = db.session.execute(query.with_for_update(read=True)).one()
    if state is not RoundState.OPEN or closes_at <= clock.now():
        raise Refused(N_("This round is closed."))
    assert public is not None  # an open round has its key
    return public
