"""A sum is shared out among projects by approvals: what most want comes first, what does not fit is skipped."""

from collections import Counter
from typing import Any

from app.polls.methods.choose_one import choices

__all__ = ["HAS_COSTS", "NEEDS_OPTIONS", "ONE_ONLY", "choices", "fund", "outcome"]

ONE_ONLY, NEEDS_OPTIONS, HAS_COSTS = False, True, True


def outcome(rule: dict[str, Any], tally: Counter[str], _wholes: dict[str, int], quorum_met: bool) -> dict[str, Any]:
    winners, spent, ties = fund(rule, tally)
    won = winners if quorum_met else []
    return {"passed": bool(won), "winners": won, "spent": spent if won else 0, "ties": ties, "bars": []}


def fund(rule: dict[str, Any], tally: Counter[str]) -> tuple[list[int], int, list[dict[str, Any]]]:
    """Greedy by approvals within the budget; what nobody wants never wins.

    Ties: the cheaper first, then the lower number, both fixed before the vote. Returns the winners in
    order of number, what they cost together in cents, and the ties that were met.
    """

    def votes(option: dict[str, Any]) -> int:
        return tally[str(option["number"])]

    order = sorted(rule["options"], key=lambda option: (-votes(option), option["cost"], option["number"]))
    winners, left = [], rule["budget"]
    for option in order:
        if votes(option) and option["cost"] <= left:
            winners.append(option["number"])
            left -= option["cost"]
    return sorted(winners), rule["budget"] - left, _ties(order, tally)


def _ties(order: list[dict[str, Any]], tally: Counter[str]) -> list[dict[str, Any]]:
    by_votes: dict[int, list[int]] = {}
    for option in order:
        by_votes.setdefault(tally[str(option["number"])], []).append(option["number"])
    return [
        {"options": tied, "rule": "cheaper, then lower number"}
        for votes, tied in by_votes.items()
        if votes and len(tied) > 1
    ]
