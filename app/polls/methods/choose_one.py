"""Each ballot picks one option; what most picked comes first. It shows what is wanted and decides nothing."""

from collections import Counter
from typing import Any

ONE_ONLY, NEEDS_OPTIONS, HAS_COSTS = True, True, False


def choices(rule: dict[str, Any]) -> list[str]:
    return [str(option["number"]) for option in rule["options"]]


def outcome(rule: dict[str, Any], tally: Counter[str], _wholes: dict[str, int], _quorum_met: bool) -> dict[str, Any]:
    """All that share the most votes come first together."""
    best = max((tally[choice] for choice in choices(rule)), default=0)
    first = [int(choice) for choice in choices(rule) if tally[choice] == best and best]
    ties = [{"options": first, "rule": "shared"}] if len(first) > 1 else []
    return {"passed": None, "winners": first, "ties": ties, "bars": []}
