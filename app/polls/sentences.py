"""Sentences made from a rule's fractions: when a vote passes, in the reader's language."""

from typing import Any

from flask_babel import gettext

from app.core.refusal import N_
from app.polls.fractions import Fraction
from app.polls.methods import METHODS

NAMES = {
    (1, 2): N_("half"), (1, 3): N_("a third"), (2, 3): N_("two thirds"), (1, 4): N_("a quarter"), (3, 4): N_("three quarters"),
    (1, 5): N_("a fifth"), (2, 5): N_("two fifths"), (3, 5): N_("three fifths"), (4, 5): N_("four fifths"), (1, 10): N_("a tenth"),
    (9, 10): N_("nine tenths"), (1, 1): N_("all"),
}  # fmt: skip


def fraction_words(part: Fraction) -> str:
    """ "at least two thirds", "more than half"."""
    num, den = part["num"], part["den"]
    if num == den:
        return gettext("all")
    if part["strict"] and (num, den) == (1, 2):
        return gettext("more than half")
    name = gettext(NAMES[num, den]) if (num, den) in NAMES else gettext("%(num)s of %(den)s parts", num=num, den=den)
    return gettext("more than %(part)s", part=name) if part["strict"] else gettext("at least %(part)s", part=name)


def _taking_part(part: Fraction, unit: str) -> str:
    words = fraction_words(part)
    if part["of"] == "households" or unit == "household":
        return gettext("%(fraction)s of the households must take part", fraction=words)
    return gettext("%(fraction)s of the people must take part", fraction=words)


def _saying_yes(part: Fraction, after_quorum: bool) -> str:
    words = fraction_words(part)
    if part["of"] == "units":
        return gettext("%(fraction)s of all who may vote must say yes", fraction=words)
    if after_quorum:
        return gettext("%(fraction)s of those must say yes", fraction=words)
    return gettext("%(fraction)s of those who vote must say yes", fraction=words)


def how_it_passes(rule: dict[str, Any]) -> str:
    """ "At least two thirds of the households must take part, and at least three quarters of those must say yes."""
    if not rule["binding"]:
        return gettext("This only asks for opinions. It binds nobody.")
    parts = [_taking_part(part, rule["unit"]) for part in rule["quorum"]]
    parts += [_saying_yes(part, bool(rule["quorum"])) for part in rule["threshold"]]
    said = gettext(", and ").join(parts)
    said = said[:1].upper() + said[1:]
    if METHODS[rule["kind"]].HAS_COSTS:
        return gettext("%(sentence)s. What most people want comes first, as far as the sum goes.", sentence=said)
    return gettext("%(sentence)s.", sentence=said)
