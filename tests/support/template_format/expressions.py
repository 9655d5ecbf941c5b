"""How an expression is written: on one line where it fits, else broken at its outermost brackets or operators."""

from itertools import pairwise

from tests.support.template_format.nodes import Tokens

KEYWORDS = {
    "in",
    "not",
    "and",
    "or",
    "if",
    "else",
    "elif",
    "is",
    "for",
    "set",
    "call",
    "import",
    "from",
    "as",
    "include",
}
OPEN, CLOSE = {"(", "[", "{"}, {")", "]", "}"}
SPLIT = ({"if", "else"}, {"or"}, {"and"}, {"~", "+"})
FILL = 100


def one_line(tokens: Tokens) -> str:
    words, brackets, spaced = "", [], tokens[:1] in ([("name", "set")], [("name", "with")])
    for place, (kind, value) in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if before and _gap(before, (kind, value), tokens[place - 2] if place > 1 else None, brackets, spaced):
            words += " "
        if value in CLOSE and words.endswith(",") and (value != ")" or _is_call(tokens, place)):
            words = words[:-1]  # it stands where arguments stand line by line
        words += value
        if kind == "operator" and value in OPEN:
            brackets.append(value)
        elif kind == "operator" and value in CLOSE:
            brackets[-1:] = []
    return words


def _gap(before: tuple, now: tuple, earlier: tuple | None, brackets: list, spaced: bool) -> bool:
    """Whether a space stands between two tokens."""
    last, this = before[1], now[1]
    is_word = before[0] == "name" and last in KEYWORDS
    if before[0] == "operator" and last in OPEN | {".", "|"}:
        return False
    if now[0] == "operator" and (this in CLOSE | {",", ".", "|"} or this == ":"):
        return False
    if before[0] == "operator" and last == ":":
        return brackets[-1:] != ["["]
    if "=" in (last, this) and (brackets or not spaced):
        return False
    if now[0] == "operator" and this in ("(", "["):
        return is_word or (before[0] == "operator" and last not in CLOSE)
    return not (before[0] == "operator" and last in ("-", "**") and _is_sign(earlier))


def _is_call(tokens: Tokens, end: int) -> bool:
    """Whether the bracket that closes here was opened after a name; else the comma may make a tuple."""
    depth = 0
    for place in range(end, -1, -1):
        value = tokens[place][1] if tokens[place][0] == "operator" else ""
        depth += (value in CLOSE) - (value in OPEN)
        if depth == 0:
            return place > 0 and tokens[place - 1][0] == "name" and tokens[place - 1][1] not in KEYWORDS
    return False


def _is_sign(earlier: tuple | None) -> bool:
    return earlier is None or (earlier[0] == "operator" and earlier[1] not in CLOSE) or earlier[1] in KEYWORDS


def written(tokens: Tokens, indent: int, first: int, last: int = 0) -> list[str]:
    """Lines; `first` and `last`: columns taken before the first and after the last of them."""
    whole = one_line(tokens)
    if first + len(whole) + last <= FILL:
        return [whole]
    for operators in SPLIT:
        places = [
            place
            for place in _top(tokens)
            if tokens[place][0] in ("name", "operator") and tokens[place][1] in operators and place
        ]
        if places:
            return _broken(tokens, places, indent, first, last)
    return _bracketed(tokens, indent, first, last) or _strings(tokens, indent) or [whole]


def _top(tokens: Tokens) -> list[int]:
    """The places outside all brackets."""
    depth, found = 0, []
    for place, (kind, value) in enumerate(tokens):
        if kind == "operator" and value in CLOSE:
            depth -= 1
        if depth == 0 and not (kind == "operator" and value in CLOSE):
            found.append(place)
        if kind == "operator" and value in OPEN:
            depth += 1
    return found


def _broken(tokens: Tokens, places: list[int], indent: int, first: int, last: int) -> list[str]:
    lines: list[str] = []
    edges = [0, *places, len(tokens)]
    for start, end in pairwise(edges):
        inner = written(tokens[start:end], indent, indent if lines else first, last if end == len(tokens) else 0)
        lines += [
            (" " * indent if lines and not one.startswith("  ") and place == 0 else "") + one
            for place, one in enumerate(inner)
        ]
    return lines


def _bracketed(tokens: Tokens, indent: int, first: int, last: int) -> list[str]:
    """The longest outermost bracket opened: one argument a line."""
    spans = _spans(tokens)
    if not spans:
        return []
    start, end = max(spans, key=lambda span: len(one_line(tokens[span[0] : span[1]])))
    head, tail = one_line(tokens[: start + 1]), one_line(tokens[end:])
    arguments = _arguments(tokens[start + 1 : end])
    step = indent + 2
    if len(arguments) == 1 and tokens[start][1] == "(" and _hugs(arguments[0]):
        inner = written(arguments[0], indent, first + len(head), len(tail) + last)
        return [head + inner[0], *inner[1:-1], inner[-1] + tail] if len(inner) > 1 else [head + inner[0] + tail]
    lines = [head]
    for place, argument in enumerate(arguments):
        inner = written(argument, step, step, 1)
        is_last_of_macro = tokens[0][1] == "macro" and place == len(arguments) - 1
        comma = "," if (len(arguments) > 1 or tokens[start][1] != "(") and not is_last_of_macro else ""
        lines += [" " * step + inner[0], *inner[1:-1], *([inner[-1]] if len(inner) > 1 else [])]
        lines[-1] += comma
    return [*lines, " " * indent + tail]


def _hugs(argument: Tokens) -> bool:
    """A lone bracket inside a bracket is opened with it."""
    return argument[0][1] in OPEN and _spans(argument) == [(0, len(argument) - 1)]


def _spans(tokens: Tokens) -> list[tuple[int, int]]:
    depth, begun, found = 0, 0, []
    for place, (kind, value) in enumerate(tokens):
        if kind != "operator":
            continue
        if value in OPEN:
            begun = place if depth == 0 else begun
            depth += 1
        elif value in CLOSE:
            depth -= 1
            if depth == 0 and place > begun + 1:
                found.append((begun, place))
    return found


def _arguments(tokens: Tokens) -> list[Tokens]:
    commas = [place for place in _top(tokens) if tokens[place] == ("operator", ",")]
    edges = [-1, *commas, len(tokens)]
    return [part for start, end in pairwise(edges) if (part := tokens[start + 1 : end])]


def _strings(tokens: Tokens, indent: int) -> list[str]:
    """A sentence longer than a line: Jinja reads strings side by side as one."""
    place = max(range(len(tokens)), key=lambda one: len(tokens[one][1]) if tokens[one][0] == "string" else 0)
    kind, value = tokens[place]
    room = FILL - indent - len(one_line(tokens[:place])) - 2
    if kind != "string" or room < 30 or " " not in value[1:room] or len(value) <= room:
        return []
    quote, words = value[0], value[1:-1]
    parts = []
    while len(words) > room:
        cut = words.rfind(" ", 0, room) + 1 or room
        parts.append(quote + words[:cut] + quote)
        words = words[cut:]
    parts.append(quote + words + quote)
    if len(parts) == 1:
        return []
    head, tail = one_line([*tokens[:place], ("name", "")]), one_line(tokens[place + 1 :])
    return [head + parts[0], *(" " * indent + one for one in parts[1:-1]), " " * indent + parts[-1] + tail]
