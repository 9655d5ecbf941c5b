"""What can be seen of a text, and how texts are compared when people search: case, blanks, width, traditional and
simplified Chinese make no difference, and Chinese is found by its pinyin too.

It stands this low because names of communities, too, are kept with the words they are found by.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

ZWNJ, ZWJ = "\u200c", "\u200d"  # between letters of Persian or Hindi, and in emoji that are made of several
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # they choose the look of what stands before them
BLANK = (  # letters and signs by their class, but drawn as nothing
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159\U00013441\U00013442"
)
NO_LETTER = re.compile(  # code points set aside, to be ignored or never to be letters: no font draws them
    "[\u2065\ufff0-\ufff8\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
UNSEEN = "\u034f\u180b-\u180f" + SELECTORS
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")  # of England, Scotland, Wales …: spelt with tags
OUTSIDE = re.compile(f"^[\\s{BLANK}{UNSEEN}{ZWNJ}{ZWJ}]+|[\\s{BLANK}{ZWNJ}{ZWJ}]+$")
LEFT_OUT = "'\u2018\u2019\u02bc`.\u00b7\u2022\u30fb\u2027-\u2010\u2011\u2013\u2014"  # O'Brien and O’Brien, 买买提·艾力 and 买买提艾力
MOST_MARKS = 8  # Tibetan builds its highest letters of as many
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def visible(text: str) -> str:
    """What can be seen of it, in composed letters: no blanks around it, no marks that hide words or turn their
    direction; "" where nothing can be seen at all.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    flags = {index for flag in FLAG.finditer(plain) for index in range(*flag.span())}
    kept = [letter for index, letter in enumerate(plain) if index in flags or _stays(plain, index)]
    shown = OUTSIDE.sub("", _without_heaps("".join(kept)))
    return shown if any(map(_is_seen, shown)) else ""


def _stays(text: str, index: int) -> bool:
    letter = text[index]
    if letter in (ZWNJ, ZWJ):
        return 0 < index < len(text) - 1 and not text[index - 1].isspace() and not text[index + 1].isspace()
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs"):
        return letter in "\n\t"
    return NO_LETTER.match(letter) is None and ord(letter) & 0xFFFF < 0xFFFE


def _without_heaps(text: str) -> str:
    """No more marks over one letter than any script needs: heaps of them cover the lines around."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _is_seen(letter: str) -> bool:
    """Letters, figures, signs and symbols, and code points so new that their class is not known here."""
    category = unicodedata.category(letter)
    return letter not in BLANK and (category[0] in "LNPS" or category in ("Cn", "Co"))


def plain(text: str) -> str:
    """Words of any width, in small letters, with one blank between them."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded(text: str) -> str:
    """The same for all ways of writing the same."""
    bare = plain(text).replace(" ", "")
    return str(_simplifier().convert(bare)) if HAN.search(bare) else bare


def sought(text: str) -> str:
    """As `folded`, and for searching alone without what people leave out: accents, apostrophes, dots and dashes."""
    bare = (letter for letter in unicodedata.normalize("NFD", folded(text)) if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", "".join(letter for letter in bare if letter not in LEFT_OUT))


@cache
def _simplifier() -> Any:
    from opencc import OpenCC  # brings a dictionary: only where there is Chinese to compare

    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def found_by(*names: str) -> str:
    """All that a thing of these names is found by, pinyin first, so that it also sorts by it."""
    ways = [way for name in names for way in (*_pinyin(name), sought(name))]
    return " ".join(dict.fromkeys(ways))


def _pinyin(name: str) -> tuple[str, ...]:
    """Whole, and by initials: 泉和 → "quanhe", "qh"."""
    if not HAN.search(name):
        return ()
    from pypinyin import Style, lazy_pinyin  # takes a second to load: only where there is Chinese to read

    return sought("".join(lazy_pinyin(name))), sought("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))
