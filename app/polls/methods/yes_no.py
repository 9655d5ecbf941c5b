"""Yes, no, or abstain. An abstention is a ballot cast: it counts in the whole that the yes must be a part of."""

from collections import Counter
from typing import Any

from app.polls import fractions

ONE_ONLY, NEEDS_OPTIONS, HAS_COSTS = True, False, False


def choices(_rule: dict[str, Any]) -> list[str]:
    return ["yes", "no", "abstain"]


def outcome(rule: dict[str, Any], tally: Counter[str], wholes: dict[str, int], quorum_met: bool) -> dict[str, Any]:
    """Without a threshold nothing passes or fails: opinions were asked."""
    if not rule["threshold"]:
        return {"passed": None, "winners": [], "ties": [], "bars": []}
    yes = {part["of"]: tally["yes"] for part in rule["threshold"]}
    bars = fractions.bars("approval", rule["threshold"], wholes, yes)
    return {"passed": quorum_met and fractions.all_met(bars), "winners": [], "ties": [], "bars": bars}
