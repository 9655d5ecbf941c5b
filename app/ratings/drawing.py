"""Who was drawn for a round: named by tokens, which only the closing key of the round's last day can read."""

import hashlib
import uuid
from collections import defaultdict

from app.core import clock, sealing
from app.core.closing_key import KeyGone, KeyMissing
from app.core.refusal import N_, Refused
from app.core.sealing import Seal
from app.ratings import sampling
from app.ratings.models import RatingRound, RoundState

Strata = dict[uuid.UUID, list[uuid.UUID]]  # by grid: who can be drawn


def seal_of(round_: RatingRound) -> Seal:
    return sealing.seal_of("round", round_.id, round_.closing_step)


def token_of(round_: RatingRound, member: uuid.UUID) -> bytes | None:
    """What this person is called among those drawn; None once the round is closed."""
    if round_.state is not RoundState.OPEN or round_.closes_at <= clock.now():
        return None
    try:
        return seal_of(round_).token()(member)
    except KeyGone:
        return None
    except KeyMissing as error:
        raise Refused(N_("Nothing can be sealed at the moment. Please try again in a few minutes."), 503) from error


def seed_hash(seal: Seal) -> bytes:
    """Published before the draw."""
    return hashlib.sha256(seal.seed()).digest()


def draw(seal: Seal, strata: Strata, wanted: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(grid, member) of those drawn."""
    return sampling.draw(seal.seed(), strata, wanted)


def roster(seal: Seal, strata: Strata) -> bytes:
    """Everyone who could be drawn, sealed, so that the draw can be done again when the round is counted."""
    pairs = sorted(grid.bytes + member.bytes for grid, members in strata.items() for member in members)
    return seal.encrypt(b"".join(pairs))


def drawn_from(seal: Seal, sealed_roster: bytes, wanted: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Whom the seed draws from that roster; raises SealBroken for one that was changed."""
    opened, strata = seal.decrypt(sealed_roster), defaultdict(list)
    for at in range(0, len(opened), 32):
        strata[uuid.UUID(bytes=opened[at : at + 16])].append(uuid.UUID(bytes=opened[at + 16 : at + 32]))
    return draw(seal, strata, wanted)
