"""A score in words: whole numbers, bands of pillars, what changed, what each measure counts."""

import math
from typing import Any

from app.score.versions import VERSIONS
from app.web.reader import gettext, lazy_gettext

PILLARS = {
    "A": lazy_gettext("Talking it over"),
    "B": lazy_gettext("Deciding"),
    "C": lazy_gettext("Lending a hand"),
    "D": lazy_gettext("Satisfaction"),
    "E": lazy_gettext("Getting it done"),
}
MEASURES = {  # by the name that versions call a measure by: what it is called, and what of what is counted
    "households_talking": (
        lazy_gettext("Households that took part in talking"),
        lazy_gettext("Households that proposed, supported or spoke, of all households."),
    ),
    "talked_over_well": (
        lazy_gettext("Matters talked over as they should be"),
        lazy_gettext("Matters in which five households spoke and both sides were invited, of all that ended."),
    ),
    "organisations_answering": (
        lazy_gettext("Invited organisations that answered"),
        lazy_gettext("Matters in which every invited organisation answered in time, of all with one invited."),
    ),
    "households_deciding": (
        lazy_gettext("Households that took part in deciding"),
        lazy_gettext("Households that took part in a decision, online or on paper, of all households."),
    ),
    "valid_decisions": (
        lazy_gettext("Valid decisions"),
        lazy_gettext("Decisions with enough people taking part and the result in time, of all that closed."),
    ),
    "adults_helping": (
        lazy_gettext("Adults who helped"),
        lazy_gettext("Adults who came to a shift, of all adults."),
    ),
    "places_filled": (
        lazy_gettext("Needed places that were filled"),
        lazy_gettext("Places in shifts where someone came, of all that were needed."),
    ),
    "shifts_confirmed": (
        lazy_gettext("Shifts confirmed by those helped"),
        lazy_gettext("Shifts that those who were helped confirmed, of all that were held."),
    ),
    "satisfied_with_work": (
        lazy_gettext("Satisfied with the work"),
        lazy_gettext("The mean of one to five stars that residents drawn by lot gave the committee's work."),
    ),
    "satisfied_with_results": (
        lazy_gettext("Satisfied with the results"),
        lazy_gettext("The mean of one to five stars that residents drawn by lot gave the results."),
    ),
    "answered": (
        lazy_gettext("Answered in substance and in time"),
        lazy_gettext("Requests and proposals answered in time, of all that were due."),
    ),
    "answered_with_a_day": (
        lazy_gettext("Answered in substance and in time"),
        lazy_gettext(
            "Requests and proposals answered in time, with a day where they were accepted, of all that were due. "
            "What a body above has not taken on yet is left out."
        ),
    ),
    "decisions_kept": (
        lazy_gettext("Decisions delivered by their date"),
        lazy_gettext("Decisions carried out by the day decided with them, of all that were due."),
    ),
    "promises_kept": (
        lazy_gettext("Promises kept by their day"),
        lazy_gettext("Everything promised by a day, decided or answered: done by then and not reopened, of all due."),
    ),
    "results_confirmed": (
        lazy_gettext("Results confirmed by residents"),
        lazy_gettext("Results that a majority of five replies or more confirmed, of all with so many replies."),
    ),
    "confirmed_by_those_asked": (
        lazy_gettext("Results confirmed by those asked"),
        lazy_gettext(
            "Results that the author of a request, or a majority of five replies or more, confirmed, of all with "
            "so many replies. Silence confirms nothing."
        ),
    ),
}
STRONG, FAIR = 0.7, 0.55  # bands of a pillar in words; the number itself stands behind them
PLENTY, ENOUGH = 0.8, 0.6  # evidence levels (docs/score.md)


def label(version: str, indicator: str) -> str:
    return str(MEASURES[VERSIONS[version].indicators[indicator].measure][0])


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
