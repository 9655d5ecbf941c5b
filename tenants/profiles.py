"""Profiles: data of a country or a kind of place, `profiles/<name>.toml`. A community and a region name theirs."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "profiles"


class BadProfile(ValueError):
    """A profile's data cannot be used: which file, which line, and what is wrong there."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"profiles/{name}.toml, line {line}: {what}")


def names() -> list[str]:
    """Every profile there is."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@cache
def profile(name: str) -> dict[str, Any]:
    """The profile's data. Unknown names are an operator's mistake and raise FileNotFoundError."""
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as wrong:
        found = re.search(r"line (\d+)", str(wrong))
        raise BadProfile(name, int(found[1]) if found else len(_text(name).splitlines()), str(wrong)) from None


def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def line_of(name: str, table: str, index: int, key: str = "") -> int:
    """Where in the file the n-th [[table]] stands, or a key of it."""
    lines = _text(name).splitlines()
    starts = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
    start = starts[index] if index < len(starts) else 0
    for at in range(start + 1, len(lines)):
        if key and re.match(rf"\s*{re.escape(key)}\s*=", lines[at]):
            return at + 1
        if re.match(r"\s*\[", lines[at]):
            break
    return start + 1


def zone(name: str) -> str:
    """The time zone of places of this profile that name none of their own."""
    return str(profile(name)["zone"])
