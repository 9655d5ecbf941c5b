"""Polls in the reader's language: where one stands, what a choice is called, when it passes."""

from typing import Any

from flask_babel import gettext

from app import clock
from app.polls import counting
from app.polls.models import Poll, PollState


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
    return next(option["title"] for option in rule["options"] if str(option["number"]) == value)


def how_it_passes(poll: Poll, units: int) -> str:
    """The one sentence: "930 households must take part, and more than half of those say yes"."""
    needed = counting.needed(poll.rule.get("quorum"), units)
    if poll.preset == "STRAW":
        return gettext("This only asks for opinions. It binds nobody.")
    if poll.preset == "FUND":
        return gettext(
            "%(count)s people must take part. What most people want comes first, as far as the sum goes.", count=needed
        )
    return gettext("%(count)s households must take part, and more than half of those say yes.", count=needed)
