"""An address written into one cell, taken apart: 泉和东区7号楼1单元301室, 7-1-301, Building 7, Entrance 1, Flat 301."""

import re
from collections.abc import Collection
from typing import NamedTuple

from app.community.doors import tidy
from tenants.text import folded


class Address(NamedTuple):
    """As it was written, part by part; what was not said is empty."""

    compound: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""


NUMBER = r"[0-9A-Za-z]{1,6}|[零〇一二两三四五六七八九十百]{1,5}|[甲乙丙丁东西南北中]"
BUILDING = rf"第?(?:{NUMBER})(?:号楼|号院|楼|栋|幢|座|#楼?)"
UNIT = rf"第?(?:{NUMBER})(?:单元|号门|门|梯|#)"
ROOM = rf"(?:{NUMBER})(?:[-‐-―−](?:{NUMBER}))?(?:号|室|号房|房间|房|户)?|[东西南北中左右]+户|门市房?\w{{0,4}}|商铺\w{{0,4}}|车库\w{{0,4}}"
IN_WORDS = re.compile(
    rf"(?P<compound>.*?)(?P<building>{BUILDING})[-‐-―−,，、/]?(?P<unit>{UNIT})?[-‐-―−,，、/]?(?P<room>{ROOM})?"
)
BETWEEN = r"\s*[-‐-―−/·、,_#]\s*"
IN_FIGURES = re.compile(
    rf"(?P<compound>.*?)(?P<building>(?<![0-9A-Za-z])(?:{NUMBER})(?:号楼|楼|栋|幢|座|#)?){BETWEEN}"
    rf"(?:(?P<unit>(?:{NUMBER})(?:单元|门)?){BETWEEN})?(?P<room>(?:{NUMBER})(?:室|房|号|户)?)"
)
ENGLISH = re.compile(
    r"(?P<compound>.*?)\b(?P<building>(?:building|block|bldg\.?|tower)\s+\w{1,8})\b[\s,;/-]*"
    r"(?:(?P<unit>(?:entrance|unit|stair(?:case|well)?)\s+\w{1,6})\b[\s,;/-]*)?"
    r"(?:(?P<room>(?:room|flat|apt\.?|apartment|no\.?|door)?\s*\w{1,8}))?",
    re.IGNORECASE,
)
ENTRANCE = re.compile(rf"{UNIT}|(?:entrance|stair(?:case|well)?)\s+\w{{1,6}}", re.IGNORECASE)  # alone
ENTRANCE_AND_ROOM = re.compile(rf"(?P<unit>{UNIT})[-‐-―−,，、/]?(?P<room>{ROOM})")
OF_THE_TOWN = re.compile(r".*(?:省|市|街道|镇|乡|社区|居委会|[路街道巷弄]\d+(?:-\d+)?号(?:院)?)")


def address(text: str, compounds: Collection[str] = ()) -> Address | None:
    """The parts of an address; None where it is none. `compounds`: names that are known, found wherever they stand."""
    written = tidy(text.replace("\ufeff", ""))
    for form in (IN_WORDS, IN_FIGURES, ENGLISH):
        found = form.fullmatch(written)
        if found is not None:
            parts = {name: (part or "").strip(" -,，、/;") for name, part in found.groupdict().items()}
            return Address(**parts | {"compound": _compound(parts["compound"], compounds)})
    return None


def _compound(before: str, known: Collection[str]) -> str:
    """What stands before the building: a known name in it, else without the town and the street."""
    named = [name for name in known if folded(name) in folded(before)]
    if named:
        return max(named, key=len)
    return OF_THE_TOWN.sub("", before).strip(" -,，、/;")


def place_of_rows(text: str) -> Address | None:
    """A line that names the building, or the entrance, of the lines below it."""
    written = re.sub(
        r"[(（].*?[)）]|共?\d+户|[:：]$|(?:住户|居民|人口)?(?:情况|信息)?(?:登记|统计|明细|花名)?(?:表|册)$",
        "",
        tidy(text),
    )
    if ENTRANCE.fullmatch(written):
        return Address(unit=written)
    found = IN_WORDS.fullmatch(written) or ENGLISH.fullmatch(written)
    if found is None or found["room"]:
        return None
    parts = {name: (part or "").strip(" -,，、/;") for name, part in found.groupdict().items()}
    return Address(**parts | {"compound": _compound(parts["compound"], ())})


def entrance_and_room(text: str) -> tuple[str, str] | None:
    """1单元301 in the column of the room."""
    found = ENTRANCE_AND_ROOM.fullmatch(tidy(text))
    return (found["unit"], found["room"]) if found else None
