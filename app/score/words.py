"""A score in words: whole numbers, bands of pillars, what changed, what is still missing."""

import math
from typing import Any

from flask_babel import format_decimal, gettext, lazy_gettext

from app.score.measures import NOT_FED

PILLARS = {
    "A": lazy_gettext("Talking it over"),
    "B": lazy_gettext("Deciding"),
    "C": lazy_gettext("Lending a hand"),
    "D": lazy_gettext("Satisfaction"),
    "E": lazy_gettext("Getting it done"),
}
INDICATORS = {
    "A1": lazy_gettext("Households that took part in talking"),
    "A2": lazy_gettext("Matters talked over as they should be"),
    "A3": lazy_gettext("Invited organisations that answered"),
    "B1": lazy_gettext("Households that took part in deciding"),
    "B2": lazy_gettext("Valid decisions"),
    "C1": lazy_gettext("Adults who helped"),
    "C2": lazy_gettext("Needed places that were filled"),
    "C3": lazy_gettext("Shifts confirmed by those helped"),
    "D1": lazy_gettext("Satisfied with the work"),
    "D2": lazy_gettext("Satisfied with the results"),
    "E1": lazy_gettext("Answered in substance and in time"),
    "E2": lazy_gettext("Decisions delivered by their date"),
    "E3": lazy_gettext("Results confirmed by residents"),
}
STRONG, FAIR = 0.7, 0.55  # bands of a pillar in words; the number itself stands behind them
PLENTY, ENOUGH = 0.8, 0.6  # evidence levels (docs/score.md)


def about(score: float) -> int:
    return round(score)


def band(value: float) -> tuple[str, str]:
    """A pillar in one word, and the tone it is drawn in."""
    if value >= STRONG:
        return gettext("strong"), "good"
    return (gettext("fair"), "plain") if value >= FAIR else (gettext("needs care"), "warm")


def evidence_level(evidence: float) -> str:
    if evidence >= PLENTY:
        return gettext("plenty of evidence")
    return gettext("enough evidence") if evidence >= ENOUGH else gettext("not enough evidence")


def weakest(pillars: dict[str, Any]) -> str:
    return str(PILLARS[min(pillars, key=pillars.__getitem__)]) if pillars else ""


def change(new: Any, old: Any) -> str:
    """A rise is called a rise only beyond the joint noise of both quarters; versions are never compared."""
    if old is None or not (new.published and old.published):
        return gettext("No earlier quarter to compare with.")
    if new.version != old.version:
        return gettext("The rules of the score changed since; the two quarters are not compared.")
    up = math.hypot(new.score - new.low, old.high - old.score)
    down = math.hypot(new.high - new.score, old.score - old.low)
    if new.score - old.score > up:
        return gettext("Clearly better than the quarter before.")
    if old.score - new.score > down:
        return gettext("Clearly lower than the quarter before.")
    return gettext("We cannot say whether it changed since the quarter before.")


def counted(indicator: str, found: dict[str, Any]) -> str:
    """ "31 of 38" for rates; for breadth the share; for ratings whether there were enough answers."""
    if indicator in NOT_FED:
        return gettext("not recorded yet")
    if indicator.startswith("D"):
        return gettext("20 answers or more") if found["seen"] else gettext("too few answers to read")
    if found["n"] == 0:
        return gettext("nothing yet")
    return gettext("%(part)s of %(whole)s", part=format_decimal(found["x"]), whole=format_decimal(found["n"]))
