"""Presets of votes, and whose decision a matter is: dated data in `profiles/*.toml`, read and checked here alone.

The committee never picks a preset: it says whose decision the matter is and what it wants to ask, in plain words. A vote
keeps its preset whole from its notice on (`Preset.whole`), so nothing of a vote that was held changes with this data.
"""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from app.community.operations import today
from app.core import profiles
from app.core.refusal import N_, Refused
from app.polls.fractions import Fraction
from app.polls.preset_reader import read_deciders, read_presets
from tenants.models import Community

Words = dict[str, str]  # by language: "zh", "en"


@dataclass(frozen=True)
class Decider:
    """Who decides about a kind of matter: what is theirs, in words, and why nobody else can."""

    code: str
    name: Words
    about: Words
    why: Words


@dataclass(frozen=True)
class Preset:
    """What a vote is held under: by whose rule, who votes, what must be met, which days are kept, how it is shown."""

    code: str
    version: str
    valid_from: date
    valid_to: date | None  # the first day it is no longer in force
    deciders: list[str]
    scopes: list[str]
    unit: str
    kinds: list[str]
    binding: bool  # it decides something; otherwise opinions are asked
    own_rules: bool  # quorum and threshold are those of the community's own rules
    quorum: list[Fraction]
    threshold: list[Fraction]
    notice_days: int
    publication_days: int
    least_shown: int
    ballots: list[str]
    proxies: int  # votes one person may cast for others
    ask: Words
    statute: Words
    article: Words

    def whole(self) -> dict[str, Any]:
        """Everything it fixes, as JSON: what a vote keeps from its notice on."""
        days = {"valid_from": self.valid_from.isoformat(), "valid_to": self.valid_to and self.valid_to.isoformat()}
        return asdict(self) | days

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@cache
def of_profile(name: str) -> tuple[Preset, ...]:
    return tuple(Preset(**values) for values in read_presets(name))


@cache
def deciders(profile: str) -> dict[str, Decider]:
    """In the order in which they are asked for."""
    return {values["code"]: Decider(**values) for values in read_deciders(profile)}


def check_all() -> None:
    """Every profile reads. Raises profiles.BadProfile, which names file and line."""
    for name in profiles.names():
        deciders(name)
        of_profile(name)


def on_offer(community: Community, decider: str) -> list[Preset]:
    """The presets by which a matter of this decider's can be asked about here today."""
    day = today(community)
    return [preset for preset in of_profile(community.profile) if decider in preset.deciders and preset.in_force(day)]


def in_force(community: Community, code: str) -> Preset:
    """The version of a preset that holds today; Refused where none does."""
    day = today(community)
    found = next(
        (preset for preset in of_profile(community.profile) if preset.code == code and preset.in_force(day)), None
    )
    if found is None:
        raise Refused(N_("This kind of vote is not on offer any more."))
    return found
