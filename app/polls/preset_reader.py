"""Reads and checks the votes' part of a profile; a mistake is named by its file and line."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from app.core import profiles
from app.polls.counting import LEAST_PUBLISHED, QUORUM_OF, THRESHOLD_OF
from app.polls.methods import METHODS

SCOPES = ("community", "grid", "building", "entrance")
UNITS = ("household", "person")
BALLOTS = ("web", "paper")
FRACTION = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
LANGUAGES = {"zh", "en"}
MISSING = object()


class Entry:
    """One table of a list in the file: gives its values, checked, and says where one is wrong."""

    def __init__(self, profile: str, kind: str, place: int, table: dict[str, Any]) -> None:
        self.profile, self.kind, self.place, self.table = profile, kind, place, table
        self.read: set[str] = set()

    def wrong(self, what: str, key: str = "") -> NoReturn:
        line = profiles.line_of(self.profile, self.kind, self.place, key)
        raise profiles.BadProfile(self.profile, line, f"{key}: {what}" if key else what)

    def take(self, key: str, check: Callable[[Any], bool], wanted: str, default: Any = MISSING) -> Any:
        """The value under a key, which must be as `wanted` says."""
        self.read.add(key)
        if key not in self.table:
            return default if default is not MISSING else self.wrong(f'"{key}" is missing')
        value = self.table[key]
        return value if check(value) else self.wrong(f"must be {wanted}", key)

    def end(self) -> None:
        """Nothing is left that was not asked for: a key written wrongly would silently change a rule."""
        for key in sorted(set(self.table) - self.read):
            self.wrong("no such thing is known here", key)


def entries(profile: str, kind: str) -> list[Entry]:
    found = profiles.profile(profile).get(kind)
    if not isinstance(found, list) or not found:
        raise profiles.BadProfile(profile, 1, f"it has no [[{kind}]]")
    return [Entry(profile, kind, place, table) for place, table in enumerate(found)]


def read_deciders(profile: str) -> list[dict[str, Any]]:
    """Whose decisions there are. Each code once."""
    found: list[dict[str, Any]] = []
    for entry in entries(profile, "deciders"):
        values = {"code": _code(entry)} | {key: _words(entry, key) for key in ("name", "about", "why")}
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
        entry.take("code", lambda value: bool(_text(value) and len(value) <= 20), "a short name of at most 20 letters")
    )


def _who(entry: Entry, deciders: list[str]) -> dict[str, Any]:
    return {
        "code": _code(entry), "version": entry.take("version", _text, "a text"),
        "deciders": _some_of(entry, "deciders", deciders), "scopes": _some_of(entry, "scopes", SCOPES),
        "unit": entry.take("unit", lambda value: value in UNITS, " or ".join(UNITS)),
        "ballots": _some_of(entry, "ballots", BALLOTS, list(BALLOTS)), "proxies": _days_count(entry, "proxies", 0),
    }  # fmt: skip


def _days(entry: Entry) -> dict[str, Any]:
    first = entry.take("valid_from", _day, "a day, like 2026-01-01")
    last = entry.take("valid_to", _day, "a day, like 2026-01-01", None)
    if last is not None and last <= first:
        entry.wrong("must be later than valid_from", "valid_to")
    return {"valid_from": first, "valid_to": last} | {
        key: _days_count(entry, key, 0) for key in ("notice_days", "publication_days")
    }


def _rule(entry: Entry) -> dict[str, Any]:
    return {
        "kinds": _some_of(entry, "kinds", METHODS),
        "binding": entry.take("binding", _truth, "true or false", True),
        "own_rules": entry.take("own_rules", _truth, "true or false", False),
        "quorum": _fractions(entry, "quorum", QUORUM_OF),
        "threshold": _fractions(entry, "threshold", THRESHOLD_OF),
    }


def _shown(entry: Entry) -> dict[str, Any]:
    least = entry.take("least_shown", lambda value: _count(value) and value >= 1, "a whole number", LEAST_PUBLISHED)
    words = {key: _words(entry, key) for key in ("ask", "statute")}
    return words | {"least_shown": least, "article": _words(entry, "article", {"zh": "", "en": ""})}


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


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["code"] != other["code"]:
        return False
    return bool(
        one["valid_from"] < (other["valid_to"] or date.max) and other["valid_from"] < (one["valid_to"] or date.max)
    )


def _fractions(entry: Entry, key: str, wholes: tuple[str, ...]) -> list[dict[str, Any]]:
    """[{of, num, den, strict}] of [{of = "households", at_least = "1/10"}]."""
    given = entry.take(key, lambda value: isinstance(value, list), "a list of parts", [])
    return [_fraction(entry, key, part, wholes) for part in given]


def _fraction(entry: Entry, key: str, part: Any, wholes: tuple[str, ...]) -> dict[str, Any]:
    said = set(part) - {"of"} if isinstance(part, dict) else set()
    if len(said) != 1 or not said <= {"at_least", "more_than"} or part.get("of") not in wholes:
        entry.wrong(
            f'each part is {{ of = "{wholes[0]}", at_least = "1/2" }} or more_than; of is {" or ".join(wholes)}', key
        )
    how = said.pop()
    found = FRACTION.fullmatch(part[how]) if isinstance(part[how], str) else None
    num, den = (int(found[1]), int(found[2])) if found else (1, 0)
    if num > den or (how == "more_than" and num == den):
        entry.wrong('a part is written like "2/3", and more than the whole cannot be asked for', key)
    return {"of": part["of"], "num": num, "den": den, "strict": how == "more_than"}


def _words(entry: Entry, key: str, default: Any = MISSING) -> dict[str, str]:
    def complete(value: Any) -> bool:
        return isinstance(value, dict) and set(value) == LANGUAGES and all(_text(words) for words in value.values())

    return dict(entry.take(key, complete, 'words in both languages: { zh = "…", en = "…" }', default))


def _some_of(entry: Entry, key: str, known: Any, default: Any = MISSING) -> list[str]:
    def named(value: Any) -> bool:
        return (
            isinstance(value, list)
            and bool(value)
            and len(set(map(str, value))) == len(value)
            and set(map(str, value)) <= set(known)
        )

    return list(entry.take(key, named, f"a list out of {', '.join(known)}", default))


def _days_count(entry: Entry, key: str, default: int) -> int:
    return int(entry.take(key, lambda value: _count(value) and value <= 60, "a whole number from 0 to 60", default))


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(value: Any) -> bool:
    return type(value) is date
