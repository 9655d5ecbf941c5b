"""What came out of a vote, as its page says it: the outcome in a sentence, the votes, and what can be recounted."""

from typing import Any, NamedTuple

from app.polls.models import PollResult
from app.polls.words import choice_and_cost
from app.web.formats import as_number
from app.web.reader import gettext
from app.web.shapes import Outcome


class Tallied(NamedTuple):
    """One line of the table of votes."""

    choice: str
    votes: int
    chosen: bool


def is_told(result: dict[str, Any]) -> bool:
    """Whether figures are shown; of very few votes only the decision is."""
    return "tally" in result


def outcome(result: dict[str, Any]) -> Outcome:
    if result["passed"] is None and is_told(result):
        return Outcome(gettext("Opinions were asked; nothing is bound by them."), gettext("Result"))
    if result["passed"] is None:
        return Outcome(gettext("Too few took part to show figures."), gettext("Result"))
    if result["passed"]:
        return Outcome(gettext("It passed."), gettext("Result"))
    if result["quorum_met"]:
        return Outcome(gettext("It did not pass."), gettext("Result"), "warm")
    return Outcome(_too_few(result), gettext("Not passed"), "warm")


def _too_few(result: dict[str, Any]) -> str:
    if not is_told(result):
        return gettext("Too few took part.")
    part = result["bars"][0]
    given = {"count": as_number(part["value"]), "needed": as_number(part["needed"])}
    return gettext("Too few took part: %(count)s of the %(needed)s needed.", **given)


def tallied(rule: dict[str, Any], result: dict[str, Any]) -> list[Tallied]:
    winners = {str(number) for number in result.get("winners") or ()}
    return [Tallied(choice_and_cost(rule, key), count, key in winners) for key, count in result["tally"].items()]


def what_is_published(found: PollResult) -> str:
    """So that anyone can count again, or why nobody can."""
    if found.ballot_root is not None:
        return gettext(
            "All ballots are published, sorted by content. Anyone can count them again, with this "
            "product's own command or any other tool."
        )
    if found.result["passed"] is None:
        return gettext("Fewer than ten voted: the ballots are not published, so that nobody's vote shows.")
    return gettext("Fewer than ten voted: only the decision is published, so that nobody's vote shows.")


def fingerprints(found: PollResult) -> list[tuple[str, str]]:
    """(name, the first of its digits) of what the result was counted from."""
    ballots = [(gettext("Fingerprint of all ballots"), found.ballot_root)] if found.ballot_root is not None else []
    roots = [*ballots, (gettext("Fingerprint of all envelopes"), found.envelope_root)]
    return [(name, root.hex()[:16]) for name, root in roots]
