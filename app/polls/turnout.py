"""How many have taken part, how many must, and how many are still to go: as the quorum counts them."""

from typing import Any

from app.polls import fractions
from app.polls.models import Poll, UnitKind
from app.polls.queries import Sizes
from app.web.formats import as_number
from app.web.reader import gettext, ngettext


def passing_number(rule: dict[str, Any], sizes: Sizes) -> str:
    """What the parts come to in numbers: "Of 12 households 7 must take part." Nothing where nobody must."""
    wholes = {"households": sizes.households, "units": sizes.units}
    for part in rule["quorum"]:
        whole = wholes[part["of"]]
        count = {"count": as_number(fractions.needed(part, whole)), "whole": as_number(whole)}
        if _counts_households(rule, part):
            return gettext("Of %(whole)s households %(count)s must take part.", **count)
        return gettext("Of %(whole)s people %(count)s must take part.", **count)
    return ""


def _counts_households(rule: dict[str, Any], part: fractions.Fraction) -> bool:
    return "households" in (part["of"], rule["unit"] + "s")


def taken_part(poll: Poll, turnout: Sizes) -> str:
    """How many have taken part, in the unit that the quorum counts."""
    if poll.unit_kind is UnitKind.HOUSEHOLD or _quorum_of_households(poll):
        count = as_number(turnout.households)
        return ngettext(
            "%(count)s household has taken part",
            "%(count)s households have taken part",
            turnout.households,
            count=count,
        )
    count = as_number(turnout.units)
    return ngettext("%(count)s person has taken part", "%(count)s people have taken part", turnout.units, count=count)


def _quorum_of_households(poll: Poll) -> bool:
    return any(part["of"] == "households" for part in poll.rule["quorum"])


def turnout_bar(poll: Poll, sizes: Sizes, turnout: Sizes) -> tuple[int, int]:
    """(taken part, of how many) as the quorum counts them."""
    if _quorum_of_households(poll):
        return turnout.households, sizes.households
    return turnout.units, sizes.units


def to_go(poll: Poll, sizes: Sizes, turnout: Sizes) -> str:
    """How many more must take part; where nobody must, how many may."""
    if not poll.rule["quorum"]:
        return _of(sizes.units, by_household=poll.unit_kind is UnitKind.HOUSEHOLD)
    by_household = _quorum_of_households(poll)
    whole, part = (sizes.households, turnout.households) if by_household else (sizes.units, turnout.units)
    missing = max(fractions.needed(fraction, whole) for fraction in poll.rule["quorum"]) - part
    count = as_number(missing)
    if missing <= 0:
        return gettext("reached")
    if by_household or poll.unit_kind is UnitKind.HOUSEHOLD:
        return ngettext("%(count)s household to go", "%(count)s households to go", missing, count=count)
    return ngettext("%(count)s person to go", "%(count)s people to go", missing, count=count)


def _of(units: int, *, by_household: bool) -> str:
    count = as_number(units)
    if by_household:
        return ngettext("of %(count)s household", "of %(count)s households", units, count=count)
    return ngettext("of %(count)s person", "of %(count)s people", units, count=count)
