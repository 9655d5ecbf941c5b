"""What of a round may be told at all: nothing under twenty answers, and how many answered only in bands."""

THRESHOLD = 20
BANDS = ((20, 29), (30, 49), (50, 99), (100, 199))


def band(count: int) -> str:
    """How many answered, no finer than "20–29", "30–49", "50–99", "100–199", "200+"."""
    return next(
        (f"{low}–{high}" for low, high in BANDS if low <= count <= high), "200+" if count > BANDS[-1][1] else ""
    )
