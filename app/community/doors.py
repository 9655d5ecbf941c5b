"""Doors as people write them, made one and the same: 07/01/0301, 七号楼/一单元/301室 and 7-1-301 are one door."""

import re
import unicodedata
from typing import NamedTuple

from app.core import encryption

NUMERALS = {numeral: number for number, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WRITTEN = re.compile(r"(?:([一二三四五六七八九])?百零?)?(?:([一二三四五六七八九])?十)?([零〇一二两三四五六七八九])?")
NUMBER_AHEAD = re.compile(r"^0+(?=\d)")
BETWEEN = re.compile(r"[-‐-―−·/、]")
SUFFIXES = {
    "building": re.compile(r"(号楼|号院|号|楼|栋|幢|座|院|#)+$"),
    "unit": re.compile(r"(单元|号门|门|梯|#)+$"),
    "room": re.compile(r"(号|室|房间|房|户|#)+$"),
}
PREFIXES = {
    "building": re.compile(r"(building|bldg\.?)\s*(?=\d)", re.IGNORECASE),
    "unit": re.compile(r"(entrance|unit|stair(case|well)?)\s*(?=\w)", re.IGNORECASE),
    "room": re.compile(r"(flat|room|apartment|apt\.?|no\.)\s*(?=\d)", re.IGNORECASE),
}


class Door(NamedTuple):
    """Where somebody lives inside a compound; a house without entrances has no `unit`."""

    building: str
    unit: str
    room: str


def door(building: str, unit: str, room: str) -> Door:
    """The door that was meant, as it is kept: numbers in digits without zeros ahead, without the words around them."""
    parts = _parts(building, unit, room)
    return Door(*(_plain(part, kind) for part, kind in zip(parts, SUFFIXES, strict=True)))


def door_hash(compound: str, building: str, unit: str, room: str) -> bytes:
    """The blind index of a door: finds a household without reading its room. `compound` is its id, or nothing."""
    meant = "|".join((compound, *door(building, unit, room)))
    return encryption.blind_index(meant.casefold(), "household.door")


def _parts(building: str, unit: str, room: str) -> tuple[str, str, str]:
    """Several parts written into one field are taken apart where the others leave room for them."""
    whole = BETWEEN.split(tidy(room))
    if len(whole) == 3 and [_plain(building, "building")] == [_plain(whole[0], "building")]:
        return building, whole[1], whole[2]
    if len(whole) == 2 and (not unit or _plain(unit, "unit") == _plain(whole[0], "unit")) and _is_number(whole[0]):
        return building, whole[0], whole[1]
    house = BETWEEN.split(tidy(building))
    if len(house) == 2 and not unit and all(map(_is_number, house)):
        return house[0], house[1], room
    return building, unit, room


def _is_number(text: str) -> bool:
    return _plain(text, "building").isdigit() or _plain(text, "unit").isdigit()


def _plain(text: str, kind: str) -> str:
    whole = PREFIXES[kind].sub("", tidy(text).removeprefix("第"), 1)
    bare = SUFFIXES[kind].sub("", whole).strip() or whole
    return NUMBER_AHEAD.sub("", in_digits(bare))


def tidy(text: str) -> str:
    """Full-width forms as plain ones, no blanks but one between Latin words."""
    words = unicodedata.normalize("NFKC", text).split()
    return " ".join(words) if all(word.isascii() for word in words) else "".join(words)


def in_digits(text: str) -> str:
    """二十一 as 21; what is no Chinese number below a thousand stays as it is."""
    found = WRITTEN.fullmatch(text)
    if not text or found is None:
        return text
    hundreds, tens, ones = found.groups()
    value = 100 * _digit(hundreds, "百" in text) + 10 * _digit(tens, "十" in text) + NUMERALS.get(ones or "零", 0)
    return str(value)


def _digit(numeral: str | None, stands: bool) -> int:
    return NUMERALS[numeral] if numeral else int(stands)
