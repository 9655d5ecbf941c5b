"""Sums of money as people type them, read in one place: what could be read in two ways is refused, never guessed.

"5,000", "£5000", "5 000", "5000元", "５０００" and "3万元" are sums; "5.000", "1,5" and "5.000,50" mean one thing in one
country and another in the next. A sum is kept in hundredths of the currency's unit.
"""

import re
import unicodedata

from app.core.refusal import N_, Refused

MOST = 100_000_000  # whole units of the currency: ten times what any community has to decide about
LONGEST = 40  # figures: nobody means more
BEFORE = {"CNY": ("人民币", "¥", "cny", "rmb"), "GBP": ("£", "gbp")}  # by the profile's currency (ISO 4217)
BEHIND = {"CNY": ("元整", "元", "圆", "块", "yuan", "cny", "rmb"), "GBP": ("pounds", "pound", "gbp")}
GROUPED = re.compile(r"(?!0)\d{1,3}(?:(?P<mark>[, '])\d{3})(?:(?P=mark)\d{3})*(?:\.(?P<after>\d{1,2}))?")
BARE = re.compile(r"\d+(?:\.(?P<after>\d{1,2}))?")
FIGURES = re.compile(r"[\d.,' ]*\d[\d.,' ]*")

NO_SUM = N_("“%(text)s” is no sum of money. Please write it in figures, like 5,000 or 5,000.50.")
TWO_WAYS = N_("“%(text)s” can be read in two ways. Please write the sum like 5,000 or 5,000.50.")
TOO_MUCH = N_("“%(text)s” is more than this product reckons with: at most %(most)s.")


def read(text: str, currency: str) -> int:
    """The sum in hundredths; zero is a sum. Raises Refused (422) with one sentence for what is none."""
    if any(one.isdigit() and not one.isdecimal() for one in text):  # 12⁵⁰ is not 1,250
        raise _refused(NO_SUM, text)
    figures, times = _figures(text, currency)
    found = GROUPED.fullmatch(figures) or BARE.fullmatch(figures)
    if found is None:
        raise _refused(TWO_WAYS if FIGURES.fullmatch(figures) else NO_SUM, text)
    whole, _, after = figures.partition(".")
    if len(whole) > LONGEST:
        raise Refused(TOO_MUCH, status=422, text=_short(text), most=f"{MOST:,}")
    hundredths = (int(re.sub(r"\D", "", whole)) * 100 + int(after.ljust(2, "0") or 0)) * times
    if hundredths > MOST * 100:
        raise Refused(TOO_MUCH, status=422, text=_short(text), most=f"{MOST:,}")
    return hundredths


def _figures(text: str, currency: str) -> tuple[str, int]:
    """The figures without the currency's sign and odd blanks, and what they are to be multiplied by: 万 is 10,000."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())
    other = (currency.casefold(),)
    before = next((sign for sign in BEFORE.get(currency, other) if plain.startswith(sign)), "")
    behind = next((sign for sign in BEHIND.get(currency, other) if plain.endswith(sign)), "")
    plain = plain.removeprefix(before).removesuffix(behind).strip()
    if currency == "CNY" and plain.endswith("万"):
        return plain.removesuffix("万").strip(), 10_000
    return plain, 1


def _refused(sentence: str, text: str) -> Refused:
    return Refused(sentence, status=422, text=_short(text))


def _short(text: str) -> str:
    return " ".join(text.split())[:40]


def written(hundredths: int) -> str:
    """A sum as it can be typed again: 120,050 → "1,200.50"."""
    units, rest = divmod(hundredths, 100)
    return f"{units:,}.{rest:02}" if rest else f"{units:,}"
