"""Who is asked: drawn by the system, stratified by grid, from a seed whose hash was published before."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

SHARE, LEAST, MOST = 0.20, 120, 240  # of adults; docs/score.md


def size(adults: int, available: int) -> int:
    """How many are asked: clamp(20 % of the adults, 120, 240), never more than there are."""
    return min(available, max(LEAST, min(MOST, round(adults * SHARE))))


def draw(
    seed: bytes, strata: Mapping[uuid.UUID, Sequence[uuid.UUID]], wanted: int
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(grid, member) pairs: each grid in proportion (largest remainder), inside it by SHA-256 of seed and member.

    The same seed and roster give the same people in whatever order they are listed.
    """
    drawn = []
    for grid, seats in _seats({grid: len(members) for grid, members in strata.items()}, wanted).items():
        order = sorted(strata[grid], key=lambda member: hashlib.sha256(seed + member.bytes).digest())
        drawn += [(grid, member) for member in order[:seats]]
    return drawn


def _seats(sizes: Mapping[uuid.UUID, int], wanted: int) -> dict[uuid.UUID, int]:
    total = sum(sizes.values())
    wanted = min(wanted, total)
    if not total:
        return {}
    seats = {grid: wanted * count // total for grid, count in sizes.items()}
    rest = sorted(sizes, key=lambda grid: (-(wanted * sizes[grid] % total), grid.bytes))
    for grid in rest[: wanted - sum(seats.values())]:
        seats[grid] += 1
    return seats
