"""The one place that says which figure about people may be shown: every page, board text and export asks here."""

LEAST = 20  # people a figure must be made of; fewer stay dark, and what they leave of a whole stays dark too
BANDS = ((20, 29), (30, 49), (50, 99), (100, 199))


def may_be_shown(people: int, alike: int = 0) -> bool:
    """Not under twenty, and not where all but one at most said the same: that would tell what each of them said."""
    return people >= LEAST and alike < people - 1


def band(count: int) -> str:
    """How many answered, no finer than "20–29", "30–49", "50–99", "100–199", "200+"."""
    return next(
        (f"{low}–{high}" for low, high in BANDS if low <= count <= high), "200+" if count > BANDS[-1][1] else ""
    )


def least_of(band: str) -> int:
    """The smallest number that the band stands for."""
    return int(band.split("–")[0].rstrip("+") or 0)


def in_twenties(count: int) -> int:
    """How many took part, rounded down: two figures differ by nothing, or by twenty people and more."""
    return count // LEAST * LEAST
