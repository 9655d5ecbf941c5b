"""A sheet of a whole subdistrict: whose lines are whose."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from app.community.roll.lines import LeftOut, Line, Reading
from tenants.provisioning import place_name
from tenants.text import folded


def key_of(name: str) -> str:
    """The same for 泉和社区, 泉和社区居委会 and 泉和."""
    return folded(place_name(name)).removesuffix("社区")


def by_community(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of each community by its key; "" where a line names none."""
    found: dict[str, list[Line]] = defaultdict(list)
    for one in lines:
        found[key_of(one.community) if one.community else ""].append(one)
    return dict(found)


def own(name: str, reading: Reading) -> Reading:
    """What a reading says of this community; where only one is named, it is meant, however its name is written."""
    named = by_community(reading.lines)
    if len(named.keys() - {""}) < 2:
        return reading
    mine = [one for one in reading.lines if not one.community or key_of(one.community) == key_of(name)]
    others = [one.place for one in reading.lines if one.community and key_of(one.community) != key_of(name)]
    return replace(reading, lines=mine, left_out=reading.left_out | {LeftOut.ELSEWHERE: others})
