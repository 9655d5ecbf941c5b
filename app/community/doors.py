"""Doors as people write them, made one and the same: 07/01/0301, 七号楼/一单元/301室 and 7-1-301 are one door."""

import re
import unicodedata
from typing import NamedTuple

from app.core import encryption
from tenants.text import visible

NUMERALS = {numeral: number for number, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WRITTEN = re.compile(r"(?:([一二三四五六七八九])?百零?)?(?:([一二三四五六七八九])?十)?([零〇一二两三四五六七八九])?")
NUMBER_AHEAD = re.compile(r"^0+(?=\d)")
ONE_BY_ONE = re.compile(r"[零一二三四五六七八九]{2,}")  # 三〇一 is 301
OTHERWISE = str.maketrans("〇○壹贰叁肆伍陆柒捌玖拾佰", "零零一二三四五六七八九十百") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
BETWEEN = re.compile(r"[-‐-―−·/、_~.,]")
WITHIN = re.compile(r"(?<=\w)(?:号楼|栋|幢|座|单元|号门|门|梯|#)(?=.)")  # 7号楼1单元301: words between the parts
ENCLOSED = re.compile(r"[(\[【](.+)[)\]】]")
SUFFIXES = {
    "building": re.compile(r"(号楼|号院|号|楼|栋|幢|座|院|#)+$"),
    "unit": re.compile(r"(单元|号门|门|梯|#)+$"),
    "room": re.compile(r"(号|室|房间|房|户|#)+$"),
}
PREFIXES = {
    "building": re.compile(r"(building|bldg\.?|no\.?|#|楼)\s*(?=\d)", re.IGNORECASE),
    "unit": re.compile(r"(entrance|unit|stair(case|well)?|no\.|#|单元)\s*(?=\w)", re.IGNORECASE),
    "room": re.compile(
        r"(flat|room|apartment|apt\.?|no\.?|#)\s*(?=\d)|(?P<floor>\d{1,2})[楼层](?=(?P=floor)\d\d)", re.IGNORECASE
    ),
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
    return hash_of_door(compound, door(building, unit, room))


def hash_of_door(compound: str, meant: Door) -> bytes:
    """The same of a door as it is kept."""
    return encryption.blind_index("|".join((compound, *meant)).casefold(), "household.door")


def _parts(building: str, unit: str, room: str) -> tuple[str, str, str]:
    """Several parts written into one field are taken apart where the others leave room for them."""
    if (house := _pieces(building)) and _fits(house, unit, room):
        building, unit = house[0], house[1]
    if len(entrance := _pieces(unit)) == 2:
        unit = entrance[0] if _same(entrance[1], room, "room") else unit
        unit = entrance[1] if _same(entrance[0], building, "building") else unit
    whole = _pieces(room)
    if len(whole) == 1:
        return building, unit, whole[0]
    if len(whole) == 3 and _same(whole[0], building, "building"):
        return building, whole[1], whole[2]
    if len(whole) == 2 and (not unit or _same(whole[0], unit, "unit")) and _is_number(whole[0]):
        return building, whole[0], whole[1]
    if len(whole) == 2 and not unit and _same(whole[0], building, "building"):
        return building, unit, whole[1]
    return building, unit, room


def _pieces(text: str) -> list[str]:
    return [piece for piece in BETWEEN.split(WITHIN.sub("-", tidy(text))) if piece]


def _fits(pieces: list[str], unit: str, room: str) -> bool:
    """Numbers of a building and its entrance, and perhaps its room, that nothing written beside them speaks against."""
    if len(pieces) not in (2, 3) or not all(map(_is_number, pieces[:2])):
        return False
    return (not unit or _same(pieces[1], unit, "unit")) and (len(pieces) == 2 or _same(pieces[2], room, "room"))


def _same(one: str, other: str, kind: str) -> bool:
    return _plain(one, kind) == _plain(other, kind)


def _is_number(text: str) -> bool:
    return _plain(text, "building").isdigit() or _plain(text, "unit").isdigit()


def _plain(text: str, kind: str) -> str:
    written = tidy(text).rstrip("。.,;:").removeprefix("第")
    whole = PREFIXES[kind].sub("", ENCLOSED.sub(r"\1", written), 1)
    bare = SUFFIXES[kind].sub("", whole).strip() or whole
    if ONE_BY_ONE.fullmatch(figures := bare.translate(OTHERWISE)):
        return NUMBER_AHEAD.sub("", "".join(str(NUMERALS[figure]) for figure in figures))
    return NUMBER_AHEAD.sub("", in_digits(bare))


def tidy(text: str) -> str:
    """Full-width forms as plain ones, no blanks but one between Latin words."""
    words = unicodedata.normalize("NFKC", visible(text)).split()
    return " ".join(words) if all(word.isascii() for word in words) else "".join(words)


def in_digits(text: str) -> str:
    """二十一 as 21; what is no Chinese number below a thousand stays as it is."""
    found = WRITTEN.fullmatch(text.translate(OTHERWISE))
    if not text or found is None:
        return text
    hundreds, tens, ones = found.groups()
    value = (
        100 * _digit(hundreds, "百" in found[0]) + 10 * _digit(tens, "十" in found[0]) + NUMERALS.get(ones or "零", 0)
    )
    return str(value)


def _digit(numeral: str | None, stands: bool) -> int:
    return NUMERALS[numeral] if numeral else int(stands)
