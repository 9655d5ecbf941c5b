"""The presets of this release. The committee never picks one: plain questions do (see `choose`).

Sources: decision rules of this product (docs/adr/0003); COMM-HH rests on the community's own adopted rules.
"""

from dataclasses import dataclass
from typing import Any

from app.core.refusal import N_
from app.polls.counting import LEAST_PUBLISHED
from app.polls.models import UnitKind


@dataclass(frozen=True)
class Preset:
    """What a preset fixes: unit, days of notice and publication, and its rule's fractions."""

    code: str
    unit: UnitKind
    notice_days: int
    publication_days: int
    quorum: dict[str, Any] | None = None
    threshold: dict[str, Any] | None = None
    show_from: int = LEAST_PUBLISHED
    is_decision: bool = True


PRESETS = {
    "STRAW": Preset("STRAW", UnitKind.HOUSEHOLD, 0, 0, show_from=5, is_decision=False),
    "FUND": Preset("FUND", UnitKind.PERSON, 7, 7, quorum={"num": 1, "den": 10, "strict": False}),
    "COMM-HH": Preset(
        "COMM-HH", UnitKind.HOUSEHOLD, 7, 7,
        quorum={"num": 1, "den": 2, "strict": True}, threshold={"num": 1, "den": 2, "strict": True, "of": "cast"},
    ),
}  # fmt: skip
PURPOSES = {
    "opinion": N_("Only ask for opinions; it binds nobody"),
    "money": N_("Choose projects for a sum of money"),
    "common": N_("Decide a common matter, household by household"),
}


OF_PURPOSE = {"opinion": "STRAW", "money": "FUND", "common": "COMM-HH"}


def choose(purpose: str) -> Preset:
    """From the plain answer to the preset."""
    return PRESETS[OF_PURPOSE[purpose]]


def purpose_of(code: str) -> str:
    """The plain answer a preset was chosen by."""
    return next(purpose for purpose, preset in OF_PURPOSE.items() if preset == code)


def rule(preset: Preset, kind: str, options: list[dict[str, Any]], budget: int | None = None) -> dict[str, Any]:
    """The rule as app/polls/counting.py reads it, to be kept in the poll."""
    made: dict[str, Any] = {
        "preset": preset.code, "kind": kind, "quorum": preset.quorum,
        "threshold": preset.threshold if kind == "yes_no" else None, "show_from": preset.show_from, "options": options,
    }  # fmt: skip
    return made | ({"budget": budget} if kind == "budget" else {})
