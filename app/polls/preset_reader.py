"""Reads and checks the votes' part of a profile; what each entry may say, and what must fit together."""

from datetime import date
from typing import Any

from app.polls.counting import LEAST_PUBLISHED, QUORUM_OF, THRESHOLD_OF
from app.polls.methods import METHODS
from app.polls.preset_entry import (
    Entry,
    days_count,
    entries,
    fractions,
    is_count,
    is_day,
    is_text,
    is_truth,
    some_of,
    words,
)

SCOPES = ("community", "grid", "building", "entrance")
UNITS = ("household", "person")
BALLOTS = ("web", "paper")


def read_deciders(profile: str) -> list[dict[str, Any]]:
    """Whose decisions there are. Each code once."""
    found: list[dict[str, Any]] = []
    for entry in entries(profile, "deciders"):
        values = {"code": _code(entry)} | {key: words(entry, key) for key in ("name", "about", "why")}
        if values["code"] in [known["code"] for known in found]:
            entry.wrong("stands twice", "code")
        entry.end()
        found.append(values)
    return found


def read_presets(profile: str) -> list[dict[str, Any]]:
    """Every preset of a profile. On any day at most one of a code is in force."""
    known = [values["code"] for values in read_deciders(profile)]
    found: list[dict[str, Any]] = []
    for entry in entries(profile, "presets"):
        values = _who(entry, known) | _days(entry) | _rule(entry) | _shown(entry)
        entry.end()
        _fits(entry, values)
        if any(_overlap(values, other) for other in found):
            entry.wrong(f"another {values['code']} is in force on the same days", "valid_from")
        found.append(values)
    return found


def _code(entry: Entry) -> str:
    return str(
        entry.take(
            "code", lambda value: bool(is_text(value) and len(value) <= 20), "a short name of at most 20 letters"
        )
    )


def _who(entry: Entry, deciders: list[str]) -> dict[str, Any]:
    return {
        "code": _code(entry), "version": entry.take("version", is_text, "a text"),
        "deciders": some_of(entry, "deciders", deciders), "scopes": some_of(entry, "scopes", SCOPES),
        "unit": entry.take("unit", lambda value: value in UNITS, " or ".join(UNITS)),
        "ballots": some_of(entry, "ballots", BALLOTS, list(BALLOTS)), "proxies": days_count(entry, "proxies", 0),
    }  # fmt: skip


def _days(entry: Entry) -> dict[str, Any]:
    first = entry.take("valid_from", is_day, "a day, like 2026-01-01")
    last = entry.take("valid_to", is_day, "a day, like 2026-01-01", None)
    if last is not None and last <= first:
        entry.wrong("must be later than valid_from", "valid_to")
    return {"valid_from": first, "valid_to": last} | {
        key: days_count(entry, key, 0) for key in ("notice_days", "publication_days")
    }


def _rule(entry: Entry) -> dict[str, Any]:
    return {
        "kinds": some_of(entry, "kinds", METHODS),
        "binding": entry.take("binding", is_truth, "true or false", True),
        "own_rules": entry.take("own_rules", is_truth, "true or false", False),
        "quorum": fractions(entry, "quorum", QUORUM_OF),
        "threshold": fractions(entry, "threshold", THRESHOLD_OF),
    }


def _shown(entry: Entry) -> dict[str, Any]:
    least = entry.take("least_shown", lambda value: is_count(value) and value >= 1, "a whole number", LEAST_PUBLISHED)
    return {key: words(entry, key) for key in ("ask", "statute")} | {
        "least_shown": least,
        "article": words(entry, "article", {"zh": "", "en": ""}),
    }


def _fits(entry: Entry, values: dict[str, Any]) -> None:
    """What only shows when several values are seen together."""
    if values["own_rules"] and (values["quorum"] or values["threshold"]):
        entry.wrong("the community's own rules give quorum and threshold: leave both out", "own_rules")
    if not values["binding"] and (values["quorum"] or values["threshold"] or values["own_rules"]):
        entry.wrong("opinions have neither quorum nor threshold", "binding")
    if values["binding"] and not values["own_rules"] and "yes_no" in values["kinds"] and not values["threshold"]:
        entry.wrong("a decision by yes or no needs a threshold", "kinds")
    if values["binding"] and values["least_shown"] < LEAST_PUBLISHED:
        entry.wrong(f"a decision shows figures from {LEAST_PUBLISHED} ballots on", "least_shown")
    if values["binding"] and {"choose_one", "choose_several"} & set(values["kinds"]):
        entry.wrong("picking options decides nothing: only yes_no and budget can be binding", "kinds")
    if values["proxies"]:
        entry.wrong("votes cast for others cannot be taken yet: only 0", "proxies")


def _overlap(entry: dict[str, Any], other: dict[str, Any]) -> bool:
    if entry["code"] != other["code"]:
        return False
    return bool(
        entry["valid_from"] < (other["valid_to"] or date.max) and other["valid_from"] < (entry["valid_to"] or date.max)
    )
