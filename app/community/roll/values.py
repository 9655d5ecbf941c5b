"""What stands in the cells of a roll, however it is written: adults, areas, as whom people live there, empty homes."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from app.community.doors import in_digits
from app.community.models import Tenure

MOST_ADULTS = 20
LARGEST_AREA = 100_000_00  # in 0.01 m²
NOTHING = re.compile(r"[-‐-―−/\\.。、_*?？x×]*|不详|未知|未填|待补|待定|暂无|n/?a|none|null|nil|unknown|tbd")
ABOUT = re.compile(r"^(大约|大概|约|近|≈|~|～|about|approx\.?|ca\.?)")
PEOPLE = re.compile(r"(人|口|个|名|位|成人|成年人|大人|adults?|people|persons?)$")
SQUARE_METRES = re.compile(r"(平方米|平方|平米|平|㎡|m2|m²|m\^2|sq\.?m\.?|sqm|square ?met(re|er)s?)$")
EMPTY_HOME = re.compile(
    r".*(空置|空挂|空房|空户|空关|闲置|无人|未入住|没人|未住人|vacant|unoccupied|nobody|empty).*|空|无|否|no"
)
TENANT = re.compile(r".*(租|公房|廉租|tenant|rent|let\b|lessee|public housing).*")
OWNER = re.compile(r".*(自有|自住|自购|自用|业主|产权|房主|私有|私房|商品房|本人|owner|owned|own\b).*")


class Unreadable(ValueError):
    """A cell that holds something, but nothing that can be meant there."""


def plain(cell: str) -> str:
    """Full-width forms, blanks and capitals make no difference, nor do letters that nobody sees."""
    seen = cell if cell.isprintable() else "".join(filter(_is_seen, cell))
    return "".join(unicodedata.normalize("NFKC", seen).casefold().split())


def _is_seen(letter: str) -> bool:
    return letter == " " or unicodedata.category(letter) not in ("Cf", "Cc", "Zl", "Zp")


def says_nothing(cell: str) -> bool:
    return NOTHING.fullmatch(plain(cell)) is not None


def adults(cell: str) -> int | None:
    """How many: `3`, `3人`, `三人`, `3.0`; a home where nobody lives has none. None: not said."""
    text = plain(cell)
    if NOTHING.fullmatch(text):
        return None
    if EMPTY_HOME.fullmatch(text):
        return 0
    text = in_digits(PEOPLE.sub("", ABOUT.sub("", text)))
    number = _number(text)
    if number is None or number != int(number) or not 0 <= number <= MOST_ADULTS:
        raise Unreadable
    return int(number)


def area(cell: str) -> int | None:
    """In 0.01 m²: `88`, `72.5㎡`, `约90`, `1,024.50`. None: not said, or nought."""
    text = plain(cell)
    if NOTHING.fullmatch(text):
        return None
    number = _number(SQUARE_METRES.sub("", ABOUT.sub("", text).removesuffix("左右")))
    if number is None or not 0 <= number * 100 <= LARGEST_AREA:
        raise Unreadable
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP)) or None


def _number(text: str) -> Decimal | None:
    """A comma before one or two last figures stands for the point; elsewhere between thousands."""
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        return Decimal(text) if re.fullmatch(r"\d{1,12}(\.\d{1,12})?", text) else None
    except InvalidOperation:
        return None


def tenure(cell: str) -> Tenure | None:
    """Whoever rents is a tenant, of a public house too; None: neither is said."""
    text = plain(cell)
    if TENANT.fullmatch(text):
        return Tenure.TENANT
    return Tenure.OWNER if OWNER.fullmatch(text) else None


def stands_empty(cell: str, asks: str = "") -> bool:
    """Nobody lives there, as a column of how a home is used says, or one of all who live there.

    `asks`: the column's name, where it is a question that is answered with yes or no.
    """
    text = plain(cell)
    if re.search(r"空置|空挂|vacant|empty", asks):
        return text in ("是", "有", "yes", "y", "true", "1", "√", "✓") or bool(re.search(r"空|vacant|empty", text))
    if re.search(r"入住|occupied", asks) and text in ("是", "yes", "y", "true", "1", "√", "✓"):
        return False
    return bool(EMPTY_HOME.fullmatch(text)) or re.fullmatch(r"0+(\.0+)?(人|口)?", text) is not None
