"""The ways of counting, one small exact file each. A new one is a file and a line in the table."""

from collections import Counter
from typing import Any, Protocol

from app.polls.methods import budget, choose_one, choose_several, yes_no

Rule = dict[str, Any]


class Method(Protocol):
    """What a file of this folder offers."""

    ONE_ONLY: bool  # a ballot names one choice
    NEEDS_OPTIONS: bool  # the choices are typed; otherwise they are the method's own
    HAS_COSTS: bool  # each option costs something, and a sum is shared out

    def choices(self, rule: Rule) -> list[str]:
        """What a ballot may name, in the order of the notice."""

    def outcome(self, rule: Rule, tally: Counter[str], wholes: dict[str, int], quorum_met: bool) -> dict[str, Any]:
        """`passed` (None: nothing was to be decided), `winners`, `ties`, and `bars` of its own."""


METHODS: dict[str, Method] = {
    "yes_no": yes_no,
    "choose_one": choose_one,
    "choose_several": choose_several,
    "budget": budget,
}
