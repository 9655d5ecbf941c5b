"""Holding a round and answering it. Opening the answers stands in closing.py."""

import hashlib
import secrets
import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any

from nacl.public import SealedBox
from sqlalchemy import func, insert, select, update

from app.access import CommunityVisitor
from app.audit.operations import act, record
from app.community.models import Grid, Membership
from app.core import clock, sealing
from app.core.refusal import N_, Refused
from app.notifications.operations import tell
from app.outbox.operations import enqueue
from app.ratings import sampling
from app.ratings.closing import INVITED
from app.ratings.disclosure import THRESHOLD
from app.ratings.models import RatingAsk, RatingRound, RoundState
from tenants import db
from tenants.numbers import next_number

DAYS = 14
QUESTIONS = (1, 2, 3, 4)
LENGTH = 120  # bytes of every envelope, whatever was answered
STARTED = act("round.start", N_("Started a rating round"))


def start(visitor: CommunityVisitor) -> RatingRound:
    """Begin a round of 14 days: draw the sample and tell those drawn. Nobody else learns who they are."""
    community, now = visitor.community, clock.now()
    number = next_number("rating_round")  # of two starts at once the second waits here for the first
    closes = clock.due_after_days(now, DAYS, community.zone)
    quarter = clock.quarter(closes - timedelta(seconds=1), community.zone)
    _must_be_the_first(quarter)
    strata = _residents()
    if sum(map(len, strata.values())) < THRESHOLD:
        raise Refused(N_("A round needs at least twenty verified adults who live here and hold no office."))
    seed, key = secrets.token_bytes(32), sealing.new_key(sealing.operator())
    adults = db.session.scalar(select(func.coalesce(func.sum(Grid.adults), 0))) or 0
    drawn = sampling.draw(seed, strata, sampling.size(adults, sum(map(len, strata.values()))))
    made = RatingRound(
        number=number, opens_at=now, closes_at=closes, quarter=quarter,
        seed_hash=hashlib.sha256(seed).digest(), seed_sealed=_for_the_auditor(seed), invited=len(drawn), created_at=now,
        seal_public=key.public, seal_private=key.sealed_private, seal_label=key.label,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()  # the asks and the job name it
    rows = [{"round_id": made.id, "membership_id": member, "grid_id": grid} for grid, member in drawn]
    db.session.execute(insert(RatingAsk), sorted(rows, key=lambda row: row["membership_id"].bytes))
    tell(INVITED, [member for _, member in drawn], made.number)
    enqueue("ratings.count", closes, round_id=made.id)
    record(visitor, STARTED, made, invited=len(drawn))
    return made


def _must_be_the_first(quarter: str) -> None:
    """One counted round a quarter: nobody holds it again because they did not like what came out."""
    running = select(RatingRound.id).where(RatingRound.state == RoundState.OPEN, RatingRound.closes_at > clock.now())
    if db.session.scalar(running.limit(1)) is not None:
        raise Refused(N_("A round is running already. Please wait until it ends."))
    held = select(RatingRound.id).where(RatingRound.quarter == quarter, RatingRound.state != RoundState.TOO_FEW)
    if db.session.scalar(held.limit(1)) is not None:
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


def _for_the_auditor(seed: bytes) -> bytes:
    """Sealed to the operator: the seed and the roster together would tell who was drawn."""
    ring = sealing.operator()
    return SealedBox(ring.keys[ring.current].public_key).encrypt(seed)


def answer(
    visitor: CommunityVisitor, held: RatingRound, stars: dict[int, int | None], post_id: uuid.UUID | None
) -> None:
    """Seal the answers; None is "don't know". They may be replaced until the close. Silence is never a rating."""
    public = _held_open(held)
    if set(stars) != set(QUESTIONS) or any(value not in (None, 1, 2, 3, 4, 5) for value in stars.values()):
        raise Refused(N_("Please answer each question, or say that you do not know."), status=422)
    if stars[4] is not None and post_id is None:
        raise Refused(N_("Please say which post your last answer is about."), status=422)
    payload: dict[str, Any] = {f"q{number}": stars[number] for number in QUESTIONS}
    payload["post"] = post_id.hex if post_id and stars[4] is not None else None
    sealed = sealing.seal(public, payload, LENGTH)
    took = db.changed(
        update(RatingAsk)
        .where(RatingAsk.round_id == held.id, RatingAsk.membership_id == visitor.membership.id)
        .values(sealed=sealed)
        .execution_options(synchronize_session=False)
    )
    if took != 1:
        raise Refused(
            N_("You were not drawn for this round. The lot decides, so that nobody can pick who answers."), status=403
        )


def _held_open(held: RatingRound) -> bytes:
    """The round's public key, if it is open now; the opening waits until this answer is in."""
    query = select(RatingRound.state, RatingRound.closes_at, RatingRound.seal_public).where(RatingRound.id == held.id)
    state, closes_at, public = db.session.execute(query.with_for_update(read=True)).one()
    if state is not RoundState.OPEN or closes_at <= clock.now():
        raise Refused(N_("This round is closed."))
    assert public is not None  # an open round has its key
    return public
