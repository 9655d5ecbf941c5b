"""Polls in the reader's language: where one stands, what a choice is called, when it passes, who took part."""

from typing import Any

from flask_babel import format_decimal, gettext, ngettext

from app.core import clock
from app.core.refusal import N_
from app.polls import counting
from app.polls.models import Poll, PollState, UnitKind
from app.polls.presets import PURPOSES

TIES = {
    "shared": N_("all of them share the first place"),
    "cheaper, then lower number": N_("the cheaper first, then the lower number"),
}


def phase(poll: Any) -> str:
    """drafted | coming | open | closed | published | void: what follows from state and times."""
    if poll.state is not PollState.NOTICED:
        return {PollState.DRAFTED: "drafted", PollState.PUBLISHED: "published"}.get(poll.state, "void")
    now = clock.now()
    return "coming" if poll.opens_at > now else "open" if poll.closes_at > now else "closed"


def choice_words(rule: dict[str, Any], value: str) -> str:
    """One choice in the reader's language."""
    if rule["kind"] == "yes_no":
        return {"yes": gettext("Yes"), "no": gettext("No"), "abstain": gettext("Abstain")}[value]
    return next(str(option["title"]) for option in rule["options"] if str(option["number"]) == value)


def tie_words(code: str) -> str:
    """The rule for ties, which results name by its code."""
    return gettext(TIES[code])


def purpose_words(purpose: str) -> str:
    """What a vote is for, as the committee is asked it."""
    return gettext(PURPOSES[purpose])


def how_it_passes(poll: Poll, units: int) -> str:
    """The one sentence: "930 households must take part, and more than half of those say yes"."""
    needed = counting.needed(poll.rule.get("quorum"), units)
    if poll.preset == "STRAW":
        return gettext("This only asks for opinions. It binds nobody.")
    if poll.preset == "FUND":
        return ngettext(
            "%(count)s person must take part. What most people want comes first, as far as the sum goes.",
            "%(count)s people must take part. What most people want comes first, as far as the sum goes.",
            needed, count=format_decimal(needed),
        )  # fmt: skip
    return ngettext(
        "%(count)s household must take part, and more than half of those say yes.",
        "%(count)s households must take part, and more than half of those say yes.",
        needed, count=format_decimal(needed),
    )  # fmt: skip


def taken_part(poll: Poll, turnout: int) -> str:
    count = format_decimal(turnout)
    if poll.unit_kind is UnitKind.HOUSEHOLD:
        return ngettext(
            "%(count)s household has taken part", "%(count)s households have taken part", turnout, count=count
        )
    return ngettext("%(count)s person has taken part", "%(count)s people have taken part", turnout, count=count)


def to_go(poll: Poll, units: int, turnout: int) -> str:
    """How many more must take part; where nobody must, how many may."""
    if not poll.rule.get("quorum"):
        return gettext("of %(count)s", count=format_decimal(units))
    missing = counting.needed(poll.rule["quorum"], units) - turnout
    count = format_decimal(missing)
    if missing <= 0:
        return gettext("reached")
    if poll.unit_kind is UnitKind.HOUSEHOLD:
        return ngettext("%(count)s household to go", "%(count)s households to go", missing, count=count)
    return ngettext("%(count)s person to go", "%(count)s people to go", missing, count=count)
