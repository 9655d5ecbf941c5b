"""Polls in the reader's language: where one stands, what a choice is called, whose decision it is, who took part."""

from datetime import date
from typing import Any

from flask_babel import get_locale, gettext, ngettext

from app.core import clock
from app.core.refusal import N_
from app.core.sealing import Lost
from app.polls.models import Poll, PollState
from app.polls.presets import Decider, Preset
from app.web import formats, wording
from app.web.terms import term

TIES = {
    "shared": N_("all of them share the first place"),
    "cheaper, then lower number": N_("the cheaper first, then the lower number"),
}
KINDS = {
    "yes_no": N_("Yes or no"),
    "choose_one": N_("Pick one"),
    "choose_several": N_("Pick several"),
    "budget": N_("Share out a sum"),
}
YES_NO = {"yes": N_("Yes"), "no": N_("No"), "abstain": N_("Abstain")}


def phase(poll: Any) -> str:
    """drafted | coming | open | closed | published | void: what follows from state and times."""
    if poll.state is not PollState.NOTICED:
        return {PollState.DRAFTED: "drafted", PollState.PUBLISHED: "published"}.get(poll.state, "void")
    now = clock.now()
    if poll.opens_at > now:
        return "coming"
    return "open" if poll.closes_at > now else "closed"


WHY_VOID = {
    Lost.LATE: N_("This vote is void: it was not counted within seven days of its close, and its key was destroyed, as the rules say."),
    Lost.GONE: N_("This vote is void: the database was brought back from an older copy, and its key had been destroyed after the count."),
    Lost.KEY: N_("This vote is void: the key kept outside the database was lost, so nobody can open the votes."),
}  # fmt: skip


def why_void(poll: Poll) -> str:
    """Why a vote does not count."""
    return gettext(WHY_VOID[poll.void_reason]) if poll.void_reason else gettext("This vote was called off.")


def in_my_language(words: dict[str, str]) -> str:
    """Of words that are kept in both languages, the reader's."""
    language = "zh" if str(get_locale()).startswith("zh") else "en"
    return wording.here(words[language], language)


def choice_words(rule: dict[str, Any], value: str) -> str:
    """One choice in the reader's language."""
    if value in YES_NO:
        return gettext(YES_NO[value])
    return str(next(option["title"] for option in rule["options"] if str(option["number"]) == value))


def option_words(option: dict[str, Any]) -> str:
    """An option as it is chosen: with what it costs, where there is a sum to share out."""
    if option["cost"] is None:
        return str(option["title"])
    return gettext("%(title)s · %(cost)s", title=option["title"], cost=formats.as_money(option["cost"]))


def choice_and_cost(rule: dict[str, Any], value: str) -> str:
    """A choice beside its votes: with its cost, where a sum was shared out."""
    found = next((option for option in rule["options"] if str(option["number"]) == value), None)
    return choice_words(rule, value) if found is None else option_words(found)


def tie_words(code: str) -> str:
    """The rule for ties, which results name by its code."""
    return gettext(TIES[code])


def preset_words(preset: Preset) -> str:
    """What a vote is for, as the committee is asked it."""
    return in_my_language(preset.ask)


def preset_hint(preset: Preset) -> str:
    """Who votes, and how early notice must be given."""
    unit = gettext("One vote a household.") if preset.unit == "household" else gettext("One vote a person.")
    if not preset.notice_days:
        when = gettext("It may open at once.")
        return f"{unit} {when}"
    days = ngettext("It needs %(num)d day of notice.", "It needs %(num)d days of notice.", preset.notice_days)
    return f"{unit} {days}"


def decider_words(decider: Decider | dict[str, Any], key: str = "name") -> str:
    """Whose decision it is, what is theirs, or why nobody else can decide it."""
    kept = decider if isinstance(decider, dict) else vars(decider)
    return in_my_language(kept[key])


def scope_words(told: dict[str, str]) -> str:
    """Whose households vote: the whole community, a grid, a building, an entrance."""
    if told["kind"] == "grid":
        return told["grid"]
    if told["kind"] in ("building", "entrance"):
        return " ".join(
            filter(None, (told.get("compound"), formats.as_place([told["building"], told.get("entrance")])))
        )
    return gettext("the whole %(community)s", community=term("community"))


def who_votes(rule: dict[str, Any]) -> str:
    where = scope_words(rule["scope"])
    if rule["unit"] == "household":
        return gettext("every household of %(where)s", where=where)
    return gettext("every verified adult of %(where)s", where=where)


def adopted_on(rule: dict[str, Any]) -> str:
    return formats.as_day(date.fromisoformat(rule["own"]["adopted_on"]))
