"""Exact counting, in integers only (docs/adr/0003). "以上" includes the number; "过半数" is strictly more.

A rule is JSON, kept in the poll and quoted in its result:
  kind        yes_no | choose_one | choose_several | budget
  quorum      {num, den, strict} of all units, or null
  threshold   {num, den, strict} of ballots cast that say yes (yes_no only), or null
  options     [{number, title, cost}]; a cost is in cents, and only a budget has costs
  budget      in cents (budget only)
  show_from   fewer ballots than this: no figures are published (5 of opinions, 10 of decisions)
A ballot is {"choice": ["yes"]} or {"choice": ["3", "5"]}; it is cast even if it says "abstain".
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.core.refusal import N_, Refused

YES_NO = ("yes", "no", "abstain")
LEAST_PUBLISHED = 10  # fewer ballots: none of them is published, nor what they could be guessed from

Rule = dict[str, Any]


def choices(rule: Rule) -> list[str]:
    """What a ballot may name."""
    return list(YES_NO) if rule["kind"] == "yes_no" else [str(option["number"]) for option in rule["options"]]


def check_choice(rule: Rule, choice: Sequence[str]) -> list[str]:
    """A valid choice in the order of the options; refuses anything that was not in the notice."""
    known = choices(rule)
    chosen = [one for one in known if one in set(choice)]
    if not chosen:
        raise Refused(N_("Please choose before you vote."), status=422)
    if len(chosen) != len(set(choice)):
        raise Refused(N_("This choice was not in the notice. Please choose again."), status=422)
    if rule["kind"] in ("yes_no", "choose_one") and len(chosen) > 1:
        raise Refused(N_("Please choose one only."), status=422)
    return chosen


def payload(choice: Sequence[str]) -> dict[str, Any]:
    return {"choice": list(choice)}


def payload_length(rule: Rule) -> int:
    """One length for every envelope of the poll: that of the longest possible choice, in bytes."""
    longest = max(choices(rule), key=len) if rule["kind"] in ("yes_no", "choose_one") else None
    whole = payload([longest] if longest else choices(rule))
    return len(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode())


def needed(part: dict[str, Any] | None, whole: int) -> int:
    """The smallest number that meets the fraction of `whole`: strict means more than, else at least."""
    if part is None:
        return 0
    num, den = int(part["num"]), int(part["den"])
    return whole * num // den + 1 if part["strict"] else -(-whole * num // den)


def count(rule: Rule, total: int, ballots: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The result: tally, quorum, what passed or won, and the bars a page draws. Order of ballots does not matter."""
    tally = Counter(one for ballot in ballots for one in ballot["choice"])
    cast, quorum = len(ballots), needed(rule.get("quorum"), total)
    result: dict[str, Any] = {
        "total": total, "participants": cast, "tally": {one: tally[one] for one in choices(rule)},
        "quorum_needed": quorum, "quorum_met": cast >= quorum,
    }  # fmt: skip
    result |= _outcome(rule, cast, tally, result["quorum_met"])
    result["bars"] = _bars(rule, result)
    return result


def published(rule: Rule, result: dict[str, Any]) -> dict[str, Any]:
    """What of a result may be kept and told: of few ballots only what they decided, and opinions decide nothing."""
    if result["participants"] >= rule.get("show_from", LEAST_PUBLISHED):
        return result
    winners = [] if result["passed"] is None else result["winners"]
    return {"passed": result["passed"], "quorum_met": result["quorum_met"], "winners": winners}


def _outcome(rule: Rule, cast: int, tally: Counter[str], quorum_met: bool) -> dict[str, Any]:
    if rule["kind"] == "yes_no":
        return _yes_or_no(rule, cast, tally["yes"], quorum_met)
    if rule["kind"] == "budget":
        winners, spent, ties = fund(rule, tally)
        won = winners if quorum_met else []
        return {"passed": bool(won), "winners": won, "spent": spent if won else 0, "ties": ties}
    best = max((tally[one] for one in choices(rule)), default=0)
    first = [int(one) for one in choices(rule) if tally[one] == best and best]
    ties = [{"options": first, "rule": "shared"}] if len(first) > 1 else []
    return {"passed": None, "winners": first, "ties": ties}


def _yes_or_no(rule: Rule, cast: int, yes: int, quorum_met: bool) -> dict[str, Any]:
    """Without a threshold nothing passes or fails: opinions were asked."""
    if rule.get("threshold") is None:
        return {"passed": None, "winners": [], "ties": []}
    yes_needed = needed(rule["threshold"], cast)
    passed = quorum_met and cast > 0 and yes >= max(yes_needed, 1)
    return {"yes_needed": yes_needed, "passed": passed, "winners": [], "ties": []}


def fund(rule: Rule, tally: Counter[str]) -> tuple[list[int], int, list[dict[str, Any]]]:
    """Greedy by approvals within the budget: what does not fit is skipped, what nobody wants never wins.

    Ties: the cheaper first, then the lower number, both fixed before the vote. Returns the winners in
    order of number, what they cost together in cents, and the ties that were met.
    """
    order = sorted(rule["options"], key=lambda one: (-tally[str(one["number"])], one["cost"], one["number"]))
    winners, left = [], rule["budget"]
    for option in order:
        if tally[str(option["number"])] and option["cost"] <= left:
            winners.append(option["number"])
            left -= option["cost"]
    votes = Counter(tally[str(one["number"])] for one in order)
    ties = [
        {"options": [one["number"] for one in order if tally[str(one["number"])] == same], "rule": "cheaper, then lower number"}
        for same, times in votes.items() if times > 1 and same
    ]  # fmt: skip
    return sorted(winners), rule["budget"] - left, ties


def _bars(rule: Rule, result: dict[str, Any]) -> list[dict[str, Any]]:
    bars = []
    if rule.get("quorum"):
        bars.append(
            {
                "label": "participation",
                "value": result["participants"],
                "needed": result["quorum_needed"],
                "total": result["total"],
            }
        )
    if rule.get("threshold"):
        bars.append(
            {
                "label": "approval",
                "value": result["tally"]["yes"],
                "needed": result["yes_needed"],
                "total": result["participants"],
            }
        )
    return bars
