"""One table of a profile's list: its values, checked as they are taken; a mistake is named by its file and line."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from app.core import profiles

FRACTION = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
LANGUAGES = {"zh", "en"}
MISSING = object()


class Entry:
    """One table of a list in the file: gives its values, checked, and says where one is wrong."""

    def __init__(self, profile: str, kind: str, index: int, table: dict[str, Any]) -> None:
        self.profile, self.kind, self.index, self.table = profile, kind, index, table
        self.read: set[str] = set()

    def wrong(self, what: str, key: str = "") -> NoReturn:
        line = profiles.line_of(self.profile, self.kind, self.index, key)
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
    return [Entry(profile, kind, index, table) for index, table in enumerate(found)]


def fractions(entry: Entry, key: str, wholes: tuple[str, ...]) -> list[dict[str, Any]]:
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


def words(entry: Entry, key: str, default: Any = MISSING) -> dict[str, str]:
    def complete(value: Any) -> bool:
        return isinstance(value, dict) and set(value) == LANGUAGES and all(is_text(words) for words in value.values())

    return dict(entry.take(key, complete, 'words in both languages: { zh = "…", en = "…" }', default))


def some_of(entry: Entry, key: str, known: Any, default: Any = MISSING) -> list[str]:
    def named(value: Any) -> bool:
        return (
            isinstance(value, list)
            and bool(value)
            and len(set(map(str, value))) == len(value)
            and set(map(str, value)) <= set(known)
        )

    return list(entry.take(key, named, f"a list out of {', '.join(known)}", default))


def days_count(entry: Entry, key: str, default: int) -> int:
    return int(entry.take(key, lambda value: is_count(value) and value <= 60, "a whole number from 0 to 60", default))


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_day(value: Any) -> bool:
    return type(value) is date
