"""What can be the name of a room and what cannot: a name of a person or a number of theirs in the wrong column stays out."""

import re

from app.community.doors import tidy

LONGEST = 20
OF_HOUSES = (
    "零〇一二两三四五六七八九十百甲乙丙丁戊东西南北中上下左右前后内外大小阁负层号室房间户单元门楼栋幢座院商铺市网点车库储藏地铺面底店"
    "附之和与及第"
)
LEFT_OF_HOUSES = re.compile(rf"[^0-9A-Za-z{OF_HOUSES}\-‐-―−/、·.#()&+~,\s]")
SAYS_WHICH = re.compile(r"[0-9A-Za-z零〇一二两三四五六七八九十甲乙丙丁东西南北中上下左右前后]")
ENGLISH = {
    "flat", "apt", "apartment", "room", "unit", "shop", "suite", "floor", "ground", "first", "second", "third", "left", "right",
    "front", "rear", "basement", "garden", "upper", "lower", "top", "house", "east", "west", "north", "south", "entrance",
    "building", "block",
}  # fmt: skip
LONG_NUMBER = re.compile(r"\d{7,}")


def is_room(text: str) -> bool:
    written = tidy(text)
    words = re.findall(r"[A-Za-z]+", written)
    return (
        0 < len(written) <= LONGEST
        and not LONG_NUMBER.search(written)
        and not LEFT_OF_HOUSES.search(written)
        and bool(SAYS_WHICH.search(written))
        and all(len(word) < 3 or word.casefold() in ENGLISH for word in words)
    )


def is_name(text: str, longest: int) -> bool:
    """Of a compound, a building, a grid."""
    return 0 < len(tidy(text)) <= longest and not LONG_NUMBER.search(tidy(text))
