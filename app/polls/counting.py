"""Exact counting, in integers only (docs/adr/0003): what every vote has in common. Each kind of counting is in methods/.

A rule is JSON, kept in the poll and quoted in its result; what of it is counted by:
  kind         a name of app.polls.methods.METHODS
  quorum       [{of, num, den, strict}]: parts that must all take part, of "units" (the roll) or "households" (of the scope)
  threshold    [{of, num, den, strict}]: parts that must say yes, of "ballots" (those cast) or "units" (yes_no only)
  options      [{number, title, cost}]; a cost is in cents, and only a budget has costs
  budget       in cents (budget only)
  least_shown  fewer ballots than this: no figures are published (5 of opinions, 10 of decisions)
The roll is {units, households, households_in}: how many may vote, the households of the scope, and those that took part.
A ballot is {"choice": ["yes"]} or {"choice": ["3", "5"]}; it is cast even if it says "abstain".
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.core.canonical_json import canonical_json
from app.core.refusal import N_, Refused
from app.polls import fractions
from app.polls.methods import METHODS, Rule

LEAST_PUBLISHED = 10  # fewer ballots: none of them is published, nor what they could be guessed from
QUORUM_OF, THRESHOLD_OF = ("units", "households"), ("ballots", "units")


def choices(rule: Rule) -> list[str]:
    """What a ballot may name."""
    return METHODS[rule["kind"]].choices(rule)


def check_choice(rule: Rule, choice: Sequence[str]) -> list[str]:
    """A valid choice in the order of the options; refuses anything that was not in the notice."""
    chosen = [known for known in choices(rule) if known in set(choice)]
    if not chosen:
        raise Refused(N_("Please choose before you vote."), status=422, field="choice")
    if len(chosen) != len(set(choice)):
        raise Refused(N_("This choice was not in the notice. Please choose again."), status=422, field="choice")
    if METHODS[rule["kind"]].ONE_ONLY and len(chosen) > 1:
        raise Refused(N_("Please choose one only."), status=422, field="choice")
    return chosen


def payload(choice: Sequence[str]) -> dict[str, Any]:
    return {"choice": list(choice)}


def payload_length(rule: Rule) -> int:
    """One length for every envelope of the poll: that of the longest possible choice, in bytes."""
    longest = [max(choices(rule), key=len)] if METHODS[rule["kind"]].ONE_ONLY else choices(rule)
    return len(canonical_json(payload(longest)))


def count(rule: Rule, roll: dict[str, int], ballots: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The result: tally, quorum, what passed or won, and the bars a page draws. Order of ballots does not matter."""
    tally = Counter(choice for ballot in ballots for choice in ballot["choice"])
    took_part = {"units": len(ballots), "households": roll["households_in"]}
    quorum = fractions.bars("participation", rule["quorum"], roll, took_part)
    quorum_met = bool(ballots) and fractions.all_met(quorum) if quorum else True
    wholes = {"ballots": len(ballots), "units": roll["units"]}
    outcome = METHODS[rule["kind"]].outcome(rule, tally, wholes, quorum_met)
    return {
        "total": roll["units"], "participants": len(ballots),
        "tally": {choice: tally[choice] for choice in choices(rule)}, "quorum_met": quorum_met,
        **outcome, "bars": quorum + outcome["bars"],
    }  # fmt: skip


def published(rule: Rule, result: dict[str, Any]) -> dict[str, Any]:
    """What of a result may be kept and told: of few ballots only what they decided, and opinions decide nothing."""
    if result["participants"] >= rule["least_shown"]:
        return result
    winners = [] if result["passed"] is None else result["winners"]
    return {"passed": result["passed"], "quorum_met": result["quorum_met"], "winners": winners}
