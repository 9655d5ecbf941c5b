"""Polls in the reader's language: where one stands, what a choice is called, whose decision it is, who took part."""

from datetime import date
from typing import Any

from flask_babel import force_locale, format_decimal, get_locale, gettext, ngettext

from app.core import clock, profiles
from app.core.refusal import N_
from app.core.sealing import Lost
from app.polls import fractions
from app.polls.models import Poll, PollState, UnitKind
from app.polls.presets import Decider, Preset
from app.polls.queries import Sizes
from app.web import formats
from app.web.terms import term
from tenants.models import Community

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
    return "coming" if poll.opens_at > now else "open" if poll.closes_at > now else "closed"


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
    return words["zh" if str(get_locale()).startswith("zh") else "en"]


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
    if told["kind"] == "building":
        return gettext("building %(building)s", building=told["building"])
    if told["kind"] == "entrance":
        return gettext(
            "building %(building)s, entrance %(entrance)s", **{key: told[key] for key in ("building", "entrance")}
        )
    return gettext("the whole %(community)s", community=term("community"))


def who_votes(rule: dict[str, Any]) -> str:
    where = scope_words(rule["scope"])
    if rule["unit"] == "household":
        return gettext("every household of %(where)s", where=where)
    return gettext("every verified adult of %(where)s", where=where)


def passing_number(rule: dict[str, Any], sizes: Sizes) -> str:
    """What the parts come to in numbers: "Of 12 households 7 must take part." Nothing where nobody must."""
    wholes = {"households": sizes.households, "units": sizes.units}
    for part in rule["quorum"]:
        whole = wholes[part["of"]]
        count = {"count": format_decimal(fractions.needed(part, whole)), "whole": format_decimal(whole)}
        if _counts_households(rule, part):
            return gettext("Of %(whole)s households %(count)s must take part.", **count)
        return gettext("Of %(whole)s people %(count)s must take part.", **count)
    return ""


def _counts_households(rule: dict[str, Any], part: fractions.Fraction) -> bool:
    return "households" in (part["of"], rule["unit"] + "s")


def taken_part(poll: Poll, turnout: Sizes) -> str:
    if poll.unit_kind is UnitKind.HOUSEHOLD or _quorum_of_households(poll):
        count = format_decimal(turnout.households)
        return ngettext(
            "%(count)s household has taken part",
            "%(count)s households have taken part",
            turnout.households,
            count=count,
        )
    count = format_decimal(turnout.units)
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
        return gettext("of %(count)s", count=format_decimal(sizes.units))
    by_household = _quorum_of_households(poll)
    whole, part = (sizes.households, turnout.households) if by_household else (sizes.units, turnout.units)
    missing = max(fractions.needed(fraction, whole) for fraction in poll.rule["quorum"]) - part
    count = format_decimal(missing)
    if missing <= 0:
        return gettext("reached")
    if by_household or poll.unit_kind is UnitKind.HOUSEHOLD:
        return ngettext("%(count)s household to go", "%(count)s households to go", missing, count=count)
    return ngettext("%(count)s person to go", "%(count)s people to go", missing, count=count)


def seen_text(poll: Poll, rule: dict[str, Any]) -> str:
    """What the page of a draft said, to be shown again beside what it says by then."""
    return "\n".join((poll.title, poll.text, in_my_language(rule["sentence"])))


def adopted_on(rule: dict[str, Any]) -> str:
    return formats.as_day(date.fromisoformat(rule["own"]["adopted_on"]))


def notice_text(poll: Poll, community: Community) -> str:
    """The notice on the board, in the community's own language: the text, and under what it is put to the vote."""
    with force_locale(profiles.language(community.profile)):
        lines = [poll.text, gettext("Whose decision: %(who)s", who=decider_words(poll.rule["decider"]))]
        lines.append(gettext("Who votes: %(who)s", who=who_votes(poll.rule)))
        lines.append(in_my_language(poll.rule["sentence"]))
        if poll.rule["budget"] is not None:
            lines.append(gettext("The sum: %(sum)s", sum=formats.as_money(poll.rule["budget"], community.profile)))
        for option in poll.rule["options"]:
            cost = formats.as_money(option["cost"], community.profile) if option["cost"] is not None else None
            lines.append("· ".join(filter(None, [f"{option['number']}. {option['title']} ", cost])))
        return "\n".join(lines)
